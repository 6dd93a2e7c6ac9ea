using System.Globalization;
using Kernel.Master.Core;
using Kernel.Model;
using Mesos.V1.Quota;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>What a registry says, fact by fact, as operators think of it.</summary>
public sealed class RegistryFacts
{
    /// <summary>An agent is not offered.</summary>
    public const string Deactivated = "deactivated";

    /// <summary>An agent is offered.</summary>
    public const string Active = "active";

    /// <summary>An agent is gone.</summary>
    public const string Gone = "gone";

    /// <summary>A machine is in the maintenance schedule.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>A machine is down.</summary>
    public const string Down = "down";

    /// <summary>It may become so, some time.</summary>
    public const string Perhaps = "perhaps";

    private readonly MasterState state;

    /// <summary>Reads a registry.</summary>
    public RegistryFacts(Registry registry)
    {
        state = new(new("reader", "reader", "0.0.0.0", 0, "", default), new());
        RegistryKeys.Recover(state, registry);
    }

    /// <summary>The fact of a role's quota.</summary>
    public static string OfQuota(string role) => $"quota {role}";

    /// <summary>The fact of a role's weight.</summary>
    public static string OfWeight(string role) => $"weight {role}";

    /// <summary>The fact of whether an agent is offered.</summary>
    public static string OfAgent(AgentId id) => $"agent {id}";

    /// <summary>The fact of whether an agent is gone.</summary>
    public static string OfGone(AgentId id) => $"gone {id}";

    /// <summary>The fact of a machine's maintenance.</summary>
    public static string OfMachine(string hostname) => $"machine {hostname}";

    /// <summary>A quota as a fact; the empty one is none.</summary>
    public static string Text(QuotaConfig? config) => config is null or { Guarantees.Count: 0, Limits.Count: 0 } ? "" : config.ToString();

    /// <summary>A weight as a fact.</summary>
    public static string Text(double weight) => weight.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a fact is; null if the registry does not say.</summary>
    public string? Read(string fact)
    {
        var (kind, name) = (fact[..fact.IndexOf(' ', StringComparison.Ordinal)], fact[(fact.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return kind switch
        {
            "quota" => Text(state.Quotas.GetValueOrDefault(name)),
            "weight" => state.Weights.TryGetValue(name, out var weight) ? Text(weight) : "",
            "agent" => ReadAgent(new(name)),
            "gone" => state.Gone.ContainsKey(new(name)) ? Gone : "",
            _ => state.Machines.FirstOrDefault(one => one.Key.Hostname == name).Value is { } machine ? machine.IsDown ? Down : Scheduled : "",
        };
    }

    private string? ReadAgent(AgentId id) =>
        (state.Recovered.GetValueOrDefault(id)?.IsDeactivated ?? state.Unreachable.GetValueOrDefault(id)?.IsDeactivated) switch
        {
            true => Deactivated,
            false => Active,
            null => null,
        };
}
