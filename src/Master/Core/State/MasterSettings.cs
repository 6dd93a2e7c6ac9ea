using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>The flags that decisions depend on (mesos.md, Appendix A).</summary>
public sealed record MasterSettings
{
    /// <summary>How often an agent is pinged.</summary>
    public TimeSpan AgentPingTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many pings in a row may stay unanswered before an agent is unreachable.</summary>
    public int MaxAgentPingTimeouts { get; init; } = 5;

    /// <summary>How long agents have to come back after a failover of the master or a loss of connection.</summary>
    public TimeSpan AgentReregisterTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The least time between two agents that become unreachable; null: no limit.</summary>
    public TimeSpan? AgentRemovalInterval { get; init; }

    /// <summary>How long an offer may stay unanswered; null: for ever.</summary>
    public TimeSpan? OfferTimeout { get; init; }

    /// <summary>How often subscribers are sent a heartbeat.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many removed frameworks are remembered.</summary>
    public int MaxCompletedFrameworks { get; init; } = 50;

    /// <summary>How many ended tasks of a framework are remembered.</summary>
    public int MaxCompletedTasksPerFramework { get; init; } = 1000;

    /// <summary>How many unreachable tasks of a framework are remembered.</summary>
    public int MaxUnreachableTasksPerFramework { get; init; } = 1000;

    /// <summary>How often the registry's lists of unreachable and gone agents are pruned.</summary>
    public TimeSpan RegistryGcInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How old an entry of those lists may become.</summary>
    public TimeSpan RegistryMaxAgentAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long those lists may become.</summary>
    public int RegistryMaxAgentCount { get; init; } = 102_400;

    /// <summary>Whether frameworks may run as root.</summary>
    public bool RootSubmissions { get; init; } = true;

    /// <summary>Whether agents must say in which fault domain they are.</summary>
    public bool RequireAgentDomain { get; init; }

    /// <summary>How many executors an agent may have before it is not offered any more; null: any number.</summary>
    public int? MaxExecutorsPerAgent { get; init; }

    /// <summary>The share of the registry's agents, from 0 to 1, that may stay away after a failover of the master.</summary>
    public double RecoveryAgentRemovalLimit { get; init; } = 1;

    /// <summary>The share of the registry's agents that must be back before offers are made, if there are quotas.</summary>
    public double AgentRecoveryFactor { get; init; } = 0.8;

    /// <summary>How long offers wait for those agents at most.</summary>
    public TimeSpan AllocatorRecoveryTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The roles there are; null: any.</summary>
    public IReadOnlySet<string>? RoleWhitelist { get; init; }

    /// <summary>The weights that a registry without any begins with.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Weights { get; init; } = [];

    /// <summary>Whether an agent is taken only if it has authenticated.</summary>
    public bool AuthenticateAgents { get; init; }

    /// <summary>The secrets of those who can authenticate over the link, by principal; null: nobody can.</summary>
    public IReadOnlyDictionary<string, string>? LinkSecrets { get; init; }

    /// <summary>How long authenticating over the link may take.</summary>
    public TimeSpan LinkAuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Who may do what.</summary>
    public Acls Acls { get; init; } = Acls.Open;

    /// <summary>The allocator's flags.</summary>
    public AllocatorOptions Allocation { get; init; } = new();
}
