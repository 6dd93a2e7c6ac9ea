using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// Sends the update in flight of a stream to the master, and again after 10 s, doubling to 10 min, until it is
/// acknowledged; paused while no master has the agent registered.
/// </summary>
public static class StatusForwarding
{
    /// <summary>Sends the head of a stream, if there is one and a master to send it to.</summary>
    public static void Forward(AgentState state, UpdateStream stream, AgentStep step)
    {
        if (state.Phase != AgentPhase.Running || stream.Head is not { } head
            || state.Registration.Master is not { } master)
        {
            return;
        }

        var update = head.Clone();
        if (state.Tasks.TryGetValue(stream.Key, out var task))
        {
            update.LatestState = task.State;
            state.Set(task with { ForwardedState = head.Status.State, ForwardedUuid = head.Uuid });
        }
        else
        {
            update.LatestState = head.Status.State;
        }

        step.Do(new SendToPeer(master, new StatusUpdateMessage { Update = update, Pid = state.Configuration.Pid }));
        step.After(stream.RetryDelay, new UpdateRetryDue(stream.Key, stream.Generation));
    }

    /// <summary>The update in flight has waited long enough.</summary>
    public static void Decide(AgentState state, UpdateRetryDue due, AgentStep step)
    {
        if (state.Streams.TryGetValue(due.Task, out var stream) && stream.Generation == due.Generation
            && state.Phase == AgentPhase.Running)
        {
            state.Set(stream.WaitingLonger());
            Forward(state, state.Streams[due.Task], step);
        }
    }

    /// <summary>A master has (re-)registered the agent: every stream begins anew with its head.</summary>
    public static void ResumeAll(AgentState state, AgentStep step)
    {
        foreach (var stream in state.Streams.Values.ToArray())
        {
            state.Set(stream.Resumed());
            Forward(state, state.Streams[stream.Key], step);
        }
    }
}
