using Kernel.Model;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>Whether what the agent wants launched can be.</summary>
internal static class LaunchChecks
{
    /// <summary>Why a container cannot be; null if it can.</summary>
    public static string? Refuse(HostState state, Wire.ContainerPlan? plan) => plan switch
    {
        null or { ContainerId: "" } => "The launch has no container id",
        _ when state.IsStopping => "The executor host is stopping",
        _ when state.Executors.ContainsKey(plan.ContainerId) || state.Tasks.ContainsKey(plan.ContainerId)
            => $"The container {plan.ContainerId} exists",
        { Directory: not ['/', ..] } => $"The sandbox '{plan.Directory}' is not an absolute path",
        _ => null,
    };

    /// <summary>Tells the agent that a launch failed.</summary>
    public static void Fail(
        HostState state, string container, string? group, string why, Step<HostInput, HostEffect> step)
    {
        step.Note($"Could not launch {container}: {why}");
        var failed = new Wire.LaunchFailed { ContainerId = container, Message = why };
        if (group is not null)
        {
            failed.Group = group;
        }

        AgentGreeting.Tell(state, new() { LaunchFailed = failed }, step);
    }
}
