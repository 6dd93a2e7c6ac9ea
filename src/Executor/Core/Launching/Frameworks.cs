using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>What a framework says of itself, as far as executors care.</summary>
internal static class Frameworks
{
    /// <summary>Whether it understands TASK_KILLING.</summary>
    public static bool WantsKilling(V1.FrameworkInfo framework) =>
        framework.Capabilities.Any(static capability =>
            capability.Type == V1.FrameworkInfo.Types.Capability.Types.Type.TaskKillingState);
}
