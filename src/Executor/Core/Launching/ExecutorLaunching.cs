using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>
/// An executor is launched: a program of the framework's, or the host itself becomes one for task groups.
/// </summary>
public static class ExecutorLaunching
{
    /// <summary>Starts a custom executor's container; a default executor has none of its own.</summary>
    public static void Decide(HostState state, ExecutorLaunchRequested input, Step<HostInput, HostEffect> step)
    {
        var launch = input.Launch;
        if (LaunchChecks.Refuse(state, launch.Plan) is { } refusal)
        {
            LaunchChecks.Fail(state, launch.Plan?.ContainerId ?? "", null, refusal, step);
            return;
        }

        var isDefault = launch.Executor.Type == V1.ExecutorInfo.Types.Type.Default;
        state.Set(new HostedExecutor
        {
            ContainerId = launch.Plan!.ContainerId,
            Plan = launch.Plan,
            Kind = isDefault ? HostedKind.Default : HostedKind.Custom,
            ExecutorId = launch.Executor.ExecutorId.Value,
            Checkpoints = launch.Framework.Checkpoint,
            TellsKilling = Frameworks.WantsKilling(launch.Framework),
            HasProcess = !isDefault,
        });
        if (!isDefault)
        {
            step.Do(new StartContainer(launch.Plan));
        }
    }
}
