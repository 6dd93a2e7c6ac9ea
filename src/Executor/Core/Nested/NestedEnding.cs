using Kernel.Model;
using Outcome = Kernel.Messages.Host.Answer.Types.Outcome;

namespace Kernel.Executor.Core;

/// <summary>Nested containers end: by themselves, by a signal, or with their parent.</summary>
public static class NestedEnding
{
    /// <summary>
    /// Answers when the container has ended; how it did is known until it is removed, or its parent ends.
    /// </summary>
    public static void Decide(HostState state, NestedWaitRequested input, Step<HostInput, HostEffect> step)
    {
        if (!state.Nested.TryGetValue(input.ContainerId, out var container))
        {
            Unknown(state, input.Request, input.ContainerId, step);
        }
        else if (container.IsOver)
        {
            Answers.Give(state, input.Request, Outcome.Done, step, waitStatus: container.WaitStatus);
        }
        else
        {
            state.Set(container with { Waiting = container.Waiting.Add(input.Request) });
        }
    }

    /// <summary>Signals the container.</summary>
    public static void Decide(HostState state, NestedKillRequested input, Step<HostInput, HostEffect> step)
    {
        if (!state.Nested.TryGetValue(input.ContainerId, out var container) || container.IsOver)
        {
            Unknown(state, input.Request, input.ContainerId, step);
            return;
        }

        step.Do(new SignalContainer(input.ContainerId, input.Signal));
        Answers.Give(state, input.Request, Outcome.Done, step);
    }

    /// <summary>Forgets a container that has ended.</summary>
    public static void Decide(HostState state, NestedRemoveRequested input, Step<HostInput, HostEffect> step)
    {
        if (!state.Nested.TryGetValue(input.ContainerId, out var container))
        {
            Unknown(state, input.Request, input.ContainerId, step);
        }
        else if (!container.IsOver)
        {
            Answers.Give(state, input.Request, Outcome.Failed, step, $"Container {input.ContainerId} has not ended");
        }
        else
        {
            state.Remove(container);
            Answers.Give(state, input.Request, Outcome.Done, step);
        }
    }

    /// <summary>It has ended: whoever waits hears how.</summary>
    internal static void Ended(
        HostState state, NestedContainer container, int? waitStatus, Step<HostInput, HostEffect> step)
    {
        state.Set(container with { IsOver = true, WaitStatus = waitStatus, Waiting = [] });
        foreach (var request in container.Waiting)
        {
            Answers.Give(state, request, Outcome.Done, step, waitStatus: waitStatus);
        }

        EndBelow(state, container.ContainerId, step);
    }

    /// <summary>A container has ended: so do those below it, and nothing is known of them any more.</summary>
    internal static void EndBelow(HostState state, string parent, Step<HostInput, HostEffect> step)
    {
        foreach (var container in state.Nested.Values.Where(container => container.Parent == parent).ToArray())
        {
            state.Remove(container);
            if (!container.IsOver)
            {
                step.Do(new SignalContainer(container.ContainerId, Signals.Kill));
            }

            foreach (var request in container.Waiting)
            {
                Unknown(state, request, container.ContainerId, step);
            }

            EndBelow(state, container.ContainerId, step);
        }
    }

    private static void Unknown(HostState state, string request, string container, Step<HostInput, HostEffect> step) =>
        Answers.Give(state, request, Outcome.Unknown, step, $"Container {container} cannot be found");
}
