using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// What a known agent tells a master of itself: everything that lives on it (Mesos: ReregisterSlaveMessage).
/// </summary>
public static class Reregistration
{
    /// <summary>The message.</summary>
    public static ReregisterSlaveMessage Of(AgentState state) => new()
    {
        Slave = Registering.InfoForLink(state.Info),
        CheckpointedResources = { state.Resources.CheckpointedMessages },
        Version = state.Configuration.Version,
        AgentCapabilities = { Registering.CapabilityMessages },
        ResourceVersionUuid = state.Resources.VersionMessage,
        Tasks = { state.Tasks.Values.OrderBy(static task => task.Order).Select(task => task.ToMessage(state.Info.Id)) },
        ExecutorInfos =
        {
            state.Executors.Values
                .Where(static run => !run.IsGenerated && run.State != ExecutorState.Terminated)
                .Select(static run => run.Info),
        },
        Frameworks = { state.Frameworks.Values.Select(static framework => framework.Info) },
        CompletedFrameworks = { Completed(state) },
    };

    private static IEnumerable<Archive.Types.Framework> Completed(AgentState state) =>
        state.CompletedFrameworks.Concat(state.Frameworks.Values)
            .Select(framework => Completed(state, framework))
            .Where(static framework => framework.Tasks.Count > 0);

    private static Archive.Types.Framework Completed(AgentState state, AgentFramework framework) => new()
    {
        FrameworkInfo = framework.Info,
        Tasks =
        {
            framework.CompletedExecutors
                .Concat(state.ExecutorsOf(framework.Id))
                .SelectMany(static run => run.CompletedTasks)
                .Select(task => task.ToMessage(state.Info.Id)),
        },
    };
}
