using Kernel.Model;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>A task group is launched (Mesos: DefaultExecutor::launchGroup).</summary>
public static class GroupLaunching
{
    /// <summary>TASK_STARTING of every task, each in its own container; or none is started.</summary>
    public static void Decide(HostState state, GroupLaunchRequested input, Step<HostInput, HostEffect> step)
    {
        var launch = input.Launch;
        if (Refuse(state, launch) is { } refusal)
        {
            LaunchChecks.Fail(state, launch.ContainerId, launch.Group, refusal, step);
            return;
        }

        foreach (var task in launch.Tasks)
        {
            TaskStarting.Begin(state, launch.ContainerId, launch.Group, task.Task, task.Plan, step);
        }
    }

    private static string? Refuse(HostState state, Wire.LaunchGroup launch) =>
        state.Executors.GetValueOrDefault(launch.ContainerId) switch
        {
            null => $"There is no executor in container {launch.ContainerId}",
            { Kind: not HostedKind.Default } => $"The executor in container {launch.ContainerId} takes no task groups",
            { IsEnding: true } => $"The executor in container {launch.ContainerId} is ending",
            _ => launch.Tasks.Select(task => LaunchChecks.Refuse(state, task.Plan))
                .FirstOrDefault(static why => why is not null),
        };
}
