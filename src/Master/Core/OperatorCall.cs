using System.Collections.Immutable;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Master.Core;

/// <summary>A call of the operator API that changes something (mesos.md 8.1).</summary>
public abstract record OperatorCall
{
    private OperatorCall()
    {
    }

    /// <summary>TEARDOWN.</summary>
    public sealed record Teardown(FrameworkId Framework) : OperatorCall;

    /// <summary>RESERVE_RESOURCES, UNRESERVE_RESOURCES, CREATE_VOLUMES, DESTROY_VOLUMES, GROW_VOLUME, SHRINK_VOLUME.</summary>
    public sealed record Apply(AgentId Agent, AskedOperation Operation) : OperatorCall;

    /// <summary>UPDATE_QUOTA.</summary>
    public sealed record UpdateQuota(ImmutableArray<QuotaConfig> Configs, bool Force) : OperatorCall;

    /// <summary>SET_QUOTA, the older form: guarantees and limits are the same.</summary>
    public sealed record SetQuota(QuotaConfig Config, bool Force) : OperatorCall;

    /// <summary>REMOVE_QUOTA.</summary>
    public sealed record RemoveQuota(string Role) : OperatorCall;

    /// <summary>UPDATE_WEIGHTS.</summary>
    public sealed record UpdateWeights(ImmutableArray<KeyValuePair<string, double>> Weights) : OperatorCall;

    /// <summary>UPDATE_MAINTENANCE_SCHEDULE.</summary>
    public sealed record UpdateMaintenanceSchedule(Mesos.V1.Maintenance.Schedule Schedule) : OperatorCall;

    /// <summary>START_MAINTENANCE.</summary>
    public sealed record StartMaintenance(ImmutableArray<MachineID> Machines) : OperatorCall;

    /// <summary>STOP_MAINTENANCE.</summary>
    public sealed record StopMaintenance(ImmutableArray<MachineID> Machines) : OperatorCall;

    /// <summary>DRAIN_AGENT.</summary>
    public sealed record DrainAgent(AgentId Agent, TimeSpan? MaxGracePeriod, bool MarkGone) : OperatorCall;

    /// <summary>DEACTIVATE_AGENT.</summary>
    public sealed record DeactivateAgent(AgentId Agent) : OperatorCall;

    /// <summary>REACTIVATE_AGENT.</summary>
    public sealed record ReactivateAgent(AgentId Agent) : OperatorCall;

    /// <summary>MARK_AGENT_GONE.</summary>
    public sealed record MarkAgentGone(AgentId Agent) : OperatorCall;
}
