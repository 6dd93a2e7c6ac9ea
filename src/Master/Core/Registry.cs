using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core.Allocation;
using Kernel.Messages.Store;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Master.Core;

/// <summary>What the registry says when a master begins to lead.</summary>
/// <param name="Entries">The keys under <see cref="RegistryKeys.Prefix"/> and their values.</param>
public sealed record Registry(ImmutableArray<KeyValuePair<string, byte[]>> Entries);

/// <summary>The registry's keys and values: what of the master is durable (mesos.md 5.1).</summary>
public static class RegistryKeys
{
    /// <summary>The beginning of every key.</summary>
    public const string Prefix = "master/";

    private const string AgentPrefix = "master/agent/";
    private const string UnreachablePrefix = "master/unreachable/";
    private const string GonePrefix = "master/gone/";
    private const string QuotaPrefix = "master/quota/";
    private const string WeightPrefix = "master/weight/";
    private const string MachinePrefix = "master/machine/";

    /// <summary>Stores an admitted agent.</summary>
    public static void PutAgent(this MasterStep step, Agent agent) => step.PutAgent(
        new RecoveredAgent(agent.Id, agent.Info, agent.Pid, agent.IsDeactivated, agent.Drain, agent.DrainStarted));

    /// <summary>Stores an admitted agent that has not come back yet.</summary>
    public static void PutAgent(this MasterStep step, RecoveredAgent agent) =>
        step.Put(AgentPrefix + agent.Id, new MasterAgent
        {
            Version = 1,
            Info = agent.Info.ToByteString(),
            Pid = agent.Pid,
            Deactivated = agent.IsDeactivated,
            DrainInfo = agent.Drain?.ToByteString() ?? ByteString.Empty,
            DrainStartedNs = agent.DrainStarted?.Nanoseconds ?? 0,
        }.ToByteArray());

    /// <summary>Deletes an admitted agent.</summary>
    public static void DeleteAgent(this MasterStep step, AgentId id) => step.Delete(AgentPrefix + id);

    /// <summary>Stores that an agent is unreachable, in place of admitted.</summary>
    public static void PutUnreachable(this MasterStep step, AgentId id, UnreachableAgent agent)
    {
        step.DeleteAgent(id);
        step.Put(UnreachablePrefix + id, new MasterUnreachableAgent
        {
            Version = 1,
            SinceNs = agent.Since.Nanoseconds,
            Deactivated = agent.IsDeactivated,
            DrainInfo = agent.Drain?.ToByteString() ?? ByteString.Empty,
            DrainStartedNs = agent.DrainStarted?.Nanoseconds ?? 0,
        }.ToByteArray());
    }

    /// <summary>Deletes an unreachable agent.</summary>
    public static void DeleteUnreachable(this MasterStep step, AgentId id) =>
        step.Delete(UnreachablePrefix + id);

    /// <summary>Stores that an agent is gone, in place of admitted or unreachable.</summary>
    public static void PutGone(this MasterStep step, AgentId id, Moment since)
    {
        step.DeleteAgent(id);
        step.DeleteUnreachable(id);
        step.Put(GonePrefix + id, new MasterGoneAgent { Version = 1, SinceNs = since.Nanoseconds }.ToByteArray());
    }

    /// <summary>Deletes an agent that is gone.</summary>
    public static void DeleteGone(this MasterStep step, AgentId id) => step.Delete(GonePrefix + id);

    /// <summary>Stores a quota.</summary>
    public static void PutQuota(this MasterStep step, QuotaConfig config) =>
        step.Put(QuotaPrefix + config.Role, new MasterQuota { Version = 1, Config = config.ToByteString() }.ToByteArray());

    /// <summary>Deletes a quota.</summary>
    public static void DeleteQuota(this MasterStep step, string role) => step.Delete(QuotaPrefix + role);

    /// <summary>Stores a weight.</summary>
    public static void PutWeight(this MasterStep step, string role, double weight) =>
        step.Put(WeightPrefix + role, new MasterWeight { Version = 1, Weight = weight }.ToByteArray());

    /// <summary>Stores a scheduled machine.</summary>
    public static void PutMachine(this MasterStep step, Machine machine, ScheduledMachine scheduled) =>
        step.Put(Key(machine), new MasterScheduledMachine
        {
            Version = 1,
            Hostname = machine.Hostname,
            Ip = machine.Ip,
            Down = scheduled.IsDown,
            StartNs = scheduled.Unavailability.Start.Nanoseconds,
            DurationNs = (scheduled.Unavailability.Duration?.Ticks ?? 0) * 100,
            Bounded = scheduled.Unavailability.Duration is not null,
            Window = (uint)scheduled.Window,
        }.ToByteArray());

    /// <summary>Deletes a scheduled machine.</summary>
    public static void DeleteMachine(this MasterStep step, Machine machine) => step.Delete(Key(machine));

    /// <summary>Puts what the registry says into a state that knows nothing yet.</summary>
    public static void Recover(MasterState state, Registry registry)
    {
        foreach (var (key, value) in registry.Entries)
        {
            Recover(state, key, value);
        }
    }

    private static void Recover(MasterState state, string key, byte[] value)
    {
        if (Id(key, AgentPrefix) is { } agent)
        {
            RecoverAgent(state, new(agent), MasterAgent.Parser.ParseFrom(value));
        }
        else if (Id(key, UnreachablePrefix) is { } unreachable)
        {
            var stored = MasterUnreachableAgent.Parser.ParseFrom(value);
            state.PutUnreachable(new(unreachable), new(
                new(stored.SinceNs), stored.Deactivated, Drain(stored.DrainInfo), Started(stored.DrainStartedNs)));
        }
        else if (Id(key, GonePrefix) is { } gone)
        {
            state.PutGone(new(gone), new(MasterGoneAgent.Parser.ParseFrom(value).SinceNs));
        }
        else if (Id(key, QuotaPrefix) is not null)
        {
            state.PutQuota(QuotaConfig.Parser.ParseFrom(MasterQuota.Parser.ParseFrom(value).Config));
        }
        else if (Id(key, WeightPrefix) is { } role)
        {
            state.PutWeight(role, MasterWeight.Parser.ParseFrom(value).Weight);
        }
        else if (Id(key, MachinePrefix) is not null)
        {
            RecoverMachine(state, MasterScheduledMachine.Parser.ParseFrom(value));
        }
    }

    private static void RecoverAgent(MasterState state, AgentId id, MasterAgent stored) => state.Put(new RecoveredAgent(
        id, AgentInfo.Parser.ParseFrom(stored.Info), stored.Pid, stored.Deactivated, Drain(stored.DrainInfo), Started(stored.DrainStartedNs)));

    private static void RecoverMachine(MasterState state, MasterScheduledMachine stored) => state.Put(
        new Machine(stored.Hostname, stored.Ip),
        new ScheduledMachine(
            new(new(stored.StartNs), stored.Bounded ? TimeSpan.FromTicks(stored.DurationNs / 100) : null),
            stored.Down,
            (int)stored.Window));

    private static DrainInfo? Drain(ByteString stored) => stored.IsEmpty ? null : DrainInfo.Parser.ParseFrom(stored);

    private static Moment? Started(long nanoseconds) => nanoseconds == 0 ? null : new Moment(nanoseconds);

    private static string? Id(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;

    private static string Key(Machine machine) => $"{MachinePrefix}{machine.Hostname}|{machine.Ip}";
}
