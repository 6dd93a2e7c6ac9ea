using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// Looking for the leading master: the agent registers with every master that it knows of, with a random delay whose
/// bound doubles, until one answers (Mesos: Slave::doReliableRegistration). Followers do not answer.
/// </summary>
public static class Registering
{
    private static readonly V1.AgentInfo.Types.Capability.Types.Type[] Capabilities =
        [.. Enum.GetValues<V1.AgentInfo.Types.Capability.Types.Type>()
            .Where(static type => type != V1.AgentInfo.Types.Capability.Types.Type.Unknown)];

    /// <summary>
    /// Begins to look for a master. What was decided on what a master knew before is void from now on: the version of the resources
    /// changes, so that nothing is begun that the agent does not name when it registers.
    /// </summary>
    public static void Begin(AgentState state, AgentStep step)
    {
        state.Resources.Renew(step.Chance.NextGuid());
        var factor = state.Configuration.RegistrationBackoffFactor;
        var registration = state.Registration with
        {
            Generation = state.Registration.Generation + 1,
            Backoff = Doubled(factor),
            HasAsked = false,
            Pings = state.Registration.Pings + 1,
            Authentications = 0,
            KnownAt = null,
        };
        state.Enter(AgentPhase.Disconnected);
        state.Know(registration);
        step.After(step.Chance.Next(factor), state.Configuration.Credential is null
            ? new RegistrationDue(registration.Generation)
            : new AuthenticationDue(registration.Generation, 0));
    }

    /// <summary>Asks the masters once more.</summary>
    public static void Decide(AgentState state, RegistrationDue due, AgentStep step)
    {
        if (state.Phase != AgentPhase.Disconnected || due.Generation != state.Registration.Generation)
        {
            return;
        }

        if (Authenticating.IsInDoubt(state))
        {
            Begin(state, step);
            return;
        }

        foreach (var master in state.Masters)
        {
            step.Do(new SendToPeer(master, state.Id is null ? Register(state) : Reregistration.Of(state)));
        }

        var backoff = state.Registration.Backoff;
        state.Know(state.Registration with { Backoff = Doubled(backoff), HasAsked = true });
        step.After(step.Chance.Next(backoff), due);
    }

    /// <summary>What the agent can do, as it tells the masters.</summary>
    public static IEnumerable<V1.AgentInfo.Types.Capability> CapabilityMessages =>
        Capabilities.Select(static type => new V1.AgentInfo.Types.Capability { Type = type });

    /// <summary>The agent's info as the link writes it (Mesos: SlaveInfo).</summary>
    public static SlaveInfo InfoForLink(V1.AgentInfo info)
    {
        var slave = new SlaveInfo
        {
            Hostname = info.Hostname,
            Port = info.Port,
            Resources = { info.Resources },
            Attributes = { info.Attributes },
            Checkpoint = true,
        };
        if (info.Id is not null)
        {
            slave.Id = info.Id;
        }

        if (info.Domain is not null)
        {
            slave.Domain = info.Domain;
        }

        return slave;
    }

    private static RegisterSlaveMessage Register(AgentState state) => new()
    {
        Slave = InfoForLink(state.Info),
        CheckpointedResources = { state.Resources.CheckpointedMessages },
        Version = state.Configuration.Version,
        AgentCapabilities = { CapabilityMessages },
        ResourceVersionUuid = state.Resources.VersionMessage,
    };

    private static TimeSpan Doubled(TimeSpan backoff) =>
        backoff * 2 > RegistrationState.BackoffMax ? RegistrationState.BackoffMax : backoff * 2;
}
