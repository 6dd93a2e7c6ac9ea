using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// Lets go of executors and frameworks that nothing keeps any more (Mesos: Slave::removeExecutor, removeFramework).
/// </summary>
public static class ExecutorRemoving
{
    /// <summary>Removes an executor that has ended and whose every update is acknowledged.</summary>
    public static void IfDone(AgentState state, ExecutorKey key, AgentStep step)
    {
        if (!state.Executors.TryGetValue(key, out var run) || run.State != ExecutorState.Terminated
            || state.HasTasks(key))
        {
            return;
        }

        state.Complete(run);
        if (run.Checkpoints)
        {
            step.Delete(AgentKeys.Of(key));
        }

        FrameworkIfIdle(state, key.Framework, step);
        Leaving.IfEmpty(state, step);
    }

    /// <summary>Removes a framework that has no executor left.</summary>
    public static void FrameworkIfIdle(AgentState state, FrameworkId id, AgentStep step)
    {
        if (!state.Frameworks.TryGetValue(id, out var framework) || state.HasExecutors(id))
        {
            return;
        }

        state.Complete(framework);
        if (framework.Checkpoints)
        {
            step.Delete(AgentKeys.Of(id));
        }

        DrainBeginning.EndIfDone(state, step);
    }

    /// <summary>Tells the master that an executor is gone, so that its resources are free.</summary>
    public static void TellMaster(AgentState state, ExecutorKey key, int status, AgentStep step)
    {
        if (state is { Phase: AgentPhase.Running, Registration.Master: { } master })
        {
            step.Do(new SendToPeer(master, new ExitedExecutorMessage
            {
                SlaveId = state.Info.Id,
                FrameworkId = new() { Value = key.Framework.Value },
                ExecutorId = new() { Value = key.Executor.Value },
                Status = status,
            }));
        }
    }
}
