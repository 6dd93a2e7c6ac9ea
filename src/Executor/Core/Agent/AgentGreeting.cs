using Kernel.Model;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>An agent connects: it is told everything that it may have missed.</summary>
public static class AgentGreeting
{
    /// <summary>The version of the protocol that this host speaks.</summary>
    public const uint Version = 1;

    /// <summary>Welcomes the agent; statuses that wait for acknowledgement follow, and checks go on.</summary>
    public static void Decide(HostState state, AgentConnected input, Step<HostInput, HostEffect> step)
    {
        var hello = input.Hello;
        state.Connect(
            hello.AgentId,
            hello.HasRecoveryTimeoutNanoseconds ? TimeSpan.FromTicks(hello.RecoveryTimeoutNanoseconds / 100) : null);
        Tell(state, new() { Welcome = Welcome(state) }, step);
        foreach (var executor in state.Executors.Values)
        {
            foreach (var status in executor.Unacknowledged)
            {
                Tell(state, new() { Status = new() { ContainerId = executor.ContainerId, Status_ = status } }, step);
            }
        }

        // Executors that ended while nobody listened are told of now.
        foreach (var executor in state.Executors.Values.ToArray())
        {
            ExecutorEnding.EndIfOver(state, executor.ContainerId, step);
        }

        foreach (var task in state.Tasks.Values.ToArray())
        {
            Checking.Resume(state, task, step);
        }
    }

    /// <summary>Tells the agent something, if it is there.</summary>
    public static void Tell(HostState state, Wire.HostEvent message, Step<HostInput, HostEffect> step)
    {
        if (state.IsConnected)
        {
            step.Do(new SendToAgent(message));
        }
    }

    private static Wire.Welcome Welcome(HostState state) => new()
    {
        Version = Version,
        Pid = state.Settings.Process,
        ContainerIds = { state.Executors.Keys.Order(StringComparer.Ordinal) },
    };
}
