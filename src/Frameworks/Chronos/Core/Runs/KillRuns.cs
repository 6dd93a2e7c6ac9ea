using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>
/// Runs are killed. A kill may be lost, so it is repeated until the run's end is told. No retry follows.
/// </summary>
internal static class KillRuns
{
    internal static void Decide(ChronosState state, ChronosInput.RunsKilling killing, ChronosStep step)
    {
        var known = state.Jobs.Of(killing.Name) is not null;
        if (known)
        {
            Kill(state, killing.Name, step);
        }

        step.Do(new ChronosEffect.AnswerWith<bool>(killing.Reply, known));
    }

    /// <summary>A kill is due to be repeated.</summary>
    internal static void Decide(ChronosState state, ChronosInput.KillDue due, ChronosStep step)
    {
        if (state.Runs.Of(new(due.TaskId)) is { Killing: true } run)
        {
            Kill(state, run, step);
        }
    }

    /// <summary>Kills the runs of a job.</summary>
    internal static void Kill(ChronosState state, string job, ChronosStep step)
    {
        foreach (var run in state.Runs.OfJob(job))
        {
            var killed = run with { Killing = true };
            state.Runs.Set(killed);
            step.Put(Stored.RunKey(killed), Stored.Write(killed));
            Kill(state, killed, step);
        }
    }

    /// <summary>Takes up the kills that were under way when Chronos ended.</summary>
    internal static void TakeUp(ChronosState state, ChronosStep step)
    {
        foreach (var run in state.Runs.All.Where(static run => run.Killing))
        {
            step.After(state.Settings.KillRetry, new ChronosInput.KillDue(run.Id.Value));
        }
    }

    /// <summary>The call that kills a task.</summary>
    internal static Call CallOf(TaskId task, string agent) => new()
    {
        Type = Call.Types.Type.Kill,
        Kill = new() { TaskId = new() { Value = task.Value }, AgentId = agent.Length > 0 ? new() { Value = agent } : null },
    };

    private static void Kill(ChronosState state, Run run, ChronosStep step)
    {
        step.Do(new ChronosEffect.CallMesos(CallOf(run.Id, run.AgentId)));
        step.After(state.Settings.KillRetry, new ChronosInput.KillDue(run.Id.Value));
    }
}
