using Kernel.Master.Core.Operations;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Launching;

/// <summary>What the limits of a task may be (mesos.md 2.6, 4.8).</summary>
internal static class LimitRules
{
    /// <summary>Why a task's limits are not valid; null if they are, or if it has none.</summary>
    public static string? Refuse(AskedTask task, Agent agent)
    {
        if (task.Info.Limits.Count == 0)
        {
            return null;
        }

        return agent.Can(CapabilityType.TaskResourceLimits)
            ? task.Info.Limits
                .Select(limit => Refuse(limit.Key, limit.Value.Value, task))
                .FirstOrDefault(static reason => reason is not null)
            : "Task sets resource limits but the agent is not TASK_RESOURCE_LIMITS capable";
    }

    private static string? Refuse(string name, double limit, AskedTask task)
    {
        if (name is not ("cpus" or "mem"))
        {
            return $"Resource limits are only supported for cpus and mem, not for '{name}'";
        }

        var request = task.Resources.Scalar(name);
        if (request == 0)
        {
            return $"When a resource limit is specified for '{name}', a resource request must also be specified";
        }

        return limit >= request
            ? null
            : $"A resource limit for '{name}' must be no less than the request: {limit} is less than {request}";
    }
}
