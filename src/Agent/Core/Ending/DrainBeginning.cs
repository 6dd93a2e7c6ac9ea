using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>The master drains the agent: every task is killed, no task is taken (Mesos: Slave::drain).</summary>
public static class DrainBeginning
{
    /// <summary>Begins, or begins again with what is left.</summary>
    public static void Decide(AgentState state, DrainRequested input, AgentStep step)
    {
        var draining = new Draining(input.Config, state.Draining?.Since ?? step.Now);
        state.Drain(draining);
        AgentRecords.Put(draining, step);
        KillAll(state, step);
        EndIfDone(state, step);
    }

    /// <summary>
    /// A drain is over when no framework and no operation is left: from then on the agent takes tasks again.
    /// </summary>
    public static void EndIfDone(AgentState state, AgentStep step)
    {
        if (state.Draining is not null && state.Frameworks.Count == 0 && state.Resources.Operations.Count == 0)
        {
            state.Drain(null);
            step.Delete(AgentKeys.Drain);
            step.Note("Drained");
        }
    }

    /// <summary>Kills every task; none gets more grace than the drain allows.</summary>
    public static void KillAll(AgentState state, AgentStep step)
    {
        if (state.Draining is not { } draining)
        {
            return;
        }

        foreach (var task in state.Tasks.Values.OrderBy(static task => task.Order).ToArray())
        {
            if (state.Tasks.TryGetValue(task.Key, out var present))
            {
                TaskKilling.Kill(state, present, Policy(present, draining.Config), step);
            }
        }
    }

    private static V1.KillPolicy? Policy(AgentTask task, V1.DrainConfig config)
    {
        if (config.MaxGracePeriod is not { } max)
        {
            return null;
        }

        var own = task.Info.KillPolicy?.GracePeriod;
        return own is null || own.Nanoseconds > max.Nanoseconds ? new() { GracePeriod = max } : null;
    }
}
