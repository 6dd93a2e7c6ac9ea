using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// Messages between schedulers and their executors: passed on, never kept (Mesos: Slave::schedulerMessage,
/// executorMessage).
/// </summary>
public static class ExecutorMessaging
{
    /// <summary>A scheduler sends its executor a message.</summary>
    public static void Decide(AgentState state, FrameworkMessageSent input, AgentStep step)
    {
        if (state.Executors.TryGetValue(input.Executor, out var run)
            && run is { State: ExecutorState.Running, Stream: { } stream })
        {
            state.Counters.MessageTaken(valid: true);
            step.Do(new SendToExecutor(stream, ExecutorEvents.Message(input.Data)));
        }
        else
        {
            state.Counters.MessageTaken(valid: false);
            step.Note($"Dropped a message for executor {input.Executor}: it does not listen");
        }
    }

    /// <summary>An executor sends its scheduler a message.</summary>
    public static void Decide(AgentState state, ExecutorMessageSent input, AgentStep step)
    {
        if (state is { Phase: AgentPhase.Running, Registration.Master: { } master })
        {
            step.Do(new SendToPeer(master, new ExecutorToFrameworkMessage
            {
                SlaveId = state.Info.Id,
                FrameworkId = new() { Value = input.Executor.Framework.Value },
                ExecutorId = new() { Value = input.Executor.Executor.Value },
                Data = input.Data,
            }));
        }
    }
}
