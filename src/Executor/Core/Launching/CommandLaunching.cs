using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>A command task is launched (Mesos: CommandExecutor::launch).</summary>
public static class CommandLaunching
{
    /// <summary>TASK_STARTING, and its container is started.</summary>
    public static void Decide(HostState state, CommandLaunchRequested input, Step<HostInput, HostEffect> step)
    {
        var launch = input.Launch;
        if (LaunchChecks.Refuse(state, launch.Plan) is { } refusal)
        {
            LaunchChecks.Fail(state, launch.Plan?.ContainerId ?? "", null, refusal, step);
            return;
        }

        state.Set(new HostedExecutor
        {
            ContainerId = launch.Plan!.ContainerId,
            Plan = launch.Plan,
            Kind = HostedKind.Command,
            ExecutorId = launch.ExecutorId,
            Checkpoints = launch.Framework.Checkpoint,
            TellsKilling = Frameworks.WantsKilling(launch.Framework),
        });
        TaskStarting.Begin(state, launch.Plan.ContainerId, null, launch.Task, launch.Plan, step);
    }
}
