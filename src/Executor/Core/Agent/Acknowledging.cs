using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>Statuses are kept until the agent has stored them.</summary>
public static class Acknowledging
{
    /// <summary>Forgets a status; an executor that only waited for that is over.</summary>
    public static void Decide(HostState state, StatusAcknowledged input, Step<HostInput, HostEffect> step)
    {
        if (!state.Executors.TryGetValue(input.ContainerId, out var executor))
        {
            return;
        }

        var left = executor.Unacknowledged.RemoveAll(status => status.Uuid == input.Uuid);
        state.Set(executor with { Unacknowledged = left });
        ExecutorEnding.EndIfOver(state, input.ContainerId, step);
    }

    /// <summary>
    /// An agent that is there and does not acknowledge does not want the statuses: the executor ends without (Mesos
    /// waits as long for the last acknowledgement).
    /// </summary>
    public static void Decide(HostState state, AcknowledgementOverdue input, Step<HostInput, HostEffect> step)
    {
        if (!state.Executors.TryGetValue(input.ContainerId, out var executor) || executor.HasProcess
            || !executor.Tasks.IsEmpty)
        {
            return;
        }

        if (!state.IsConnected)
        {
            step.After(state.Settings.AcknowledgementTimeout, input);
            return;
        }

        step.Note($"The last statuses of {input.ContainerId} were not acknowledged");
        state.Set(executor with { Unacknowledged = [], IsEnding = true });
        ExecutorEnding.EndIfOver(state, input.ContainerId, step);
    }
}
