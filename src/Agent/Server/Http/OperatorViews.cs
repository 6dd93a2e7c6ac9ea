using Kernel.Agent.Core;
using Kernel.Agent.Server.Views;
using V1 = Mesos.V1;
using Response = Mesos.V1.Agent.Response;

namespace Kernel.Agent.Server.Http;

/// <summary>What an agent knows, in the messages of its v1 operator API.</summary>
public static class OperatorViews
{
    /// <summary>Frameworks.</summary>
    public static Response.Types.GetFrameworks Frameworks(AgentView view) => new()
    {
        Frameworks = { view.Frameworks.Select(static framework => Of(framework.Framework)) },
        CompletedFrameworks = { view.CompletedFrameworks.Select(Of) },
    };

    /// <summary>Executors.</summary>
    public static Response.Types.GetExecutors Executors(AgentView view) => new()
    {
        Executors = { view.Executors.Select(static executor => Of(executor.Run)) },
        CompletedExecutors = { view.AllExecutors.Skip(view.Executors.Count()).Select(static executor =>
            Of(executor.Run)) },
    };

    /// <summary>Tasks.</summary>
    public static Response.Types.GetTasks Tasks(AgentView view) => new()
    {
        QueuedTasks = { InPhase(view, TaskPhase.Queued) },
        LaunchedTasks = { InPhase(view, TaskPhase.Launched) },
        TerminatedTasks = { InPhase(view, TaskPhase.Terminated) },
        CompletedTasks =
        {
            view.AllExecutors.SelectMany(static executor =>
                executor.Run.CompletedTasks).Select(task => task.ToMessage(view.Info.Id)),
        },
    };

    /// <summary>Containers of executors.</summary>
    public static Response.Types.GetContainers Containers(
        AgentView view, IReadOnlyDictionary<string, V1.ResourceStatistics> measured) => new()
    {
        Containers =
        {
            view.Executors
                .Where(static executor => executor.Run.IsLaunched && executor.Run.State != ExecutorState.Terminated)
                .Select(executor => Of(executor, measured)),
        },
    };

    /// <summary>The agent itself.</summary>
    public static Response.Types.GetAgent Agent(AgentView view)
    {
        var response = new Response.Types.GetAgent { AgentInfo = view.Info };
        if (view.Draining is { } draining)
        {
            response.DrainConfig = draining.Config;
            response.EstimatedDrainStartTime = new() { Nanoseconds = draining.Since.Nanoseconds };
        }

        return response;
    }

    private static IEnumerable<V1.Task> InPhase(AgentView view, TaskPhase phase) =>
        view.Tasks.Where(task => task.Phase == phase).Select(task => task.ToMessage(view.Info.Id));

    private static Response.Types.GetFrameworks.Types.Framework Of(AgentFramework framework) =>
        new() { FrameworkInfo = framework.Info };

    private static Response.Types.GetExecutors.Types.Executor Of(ExecutorRun run) => new() { ExecutorInfo = run.Info };

    private static Response.Types.GetContainers.Types.Container Of(
        ExecutorView executor, IReadOnlyDictionary<string, V1.ResourceStatistics> measured) => new()
    {
        FrameworkId = new() { Value = executor.Run.Key.Framework.Value },
        ExecutorId = new() { Value = executor.Run.Key.Executor.Value },
        ExecutorName = executor.Run.Info.Name,
        ContainerId = new() { Value = executor.Run.ContainerId },
        ContainerStatus = ContainerViews.Status(executor),
        ResourceStatistics = ContainerViews.Statistics(executor, measured),
    };
}
