using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>The master tells the state of a task (chronos.md 7).</summary>
internal static class UpdateRun
{
    internal static void Decide(ChronosState state, TaskStatus status, ChronosStep step)
    {
        if (status.HasUuid && !status.Uuid.IsEmpty)
        {
            step.Do(new ChronosEffect.CallMesos(new()
            {
                Type = Call.Types.Type.Acknowledge,
                Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
            }));
        }

        var terminal = IsTerminal(status.State);
        var run = state.Runs.Of(new(status.TaskId.Value)) ?? (terminal ? null : Adopt(state, status, step));
        if (run is null)
        {
            return;
        }

        if (terminal)
        {
            EndRun.Decide(state, run, status, step);
        }
        else if (status.State == TaskState.TaskRunning && run.StartedAt is null)
        {
            var started = run with { StartedAt = step.Now };
            state.Runs.Set(started);
            step.Put(Stored.RunKey(started), Stored.Write(started));
        }
    }

    private static bool IsTerminal(TaskState state) => state is not
        (TaskState.TaskStaging or TaskState.TaskStarting or TaskState.TaskRunning
        or TaskState.TaskKilling or TaskState.TaskUnreachable);

    /// <summary>
    /// A task that nobody remembers: it is taken in if its job is known, and killed if not. Foreign tasks are left
    /// alone.
    /// </summary>
    private static Run? Adopt(ChronosState state, TaskStatus status, ChronosStep step)
    {
        var id = new TaskId(status.TaskId.Value);
        if (TaskName.Parse(id.Value) is not { } name)
        {
            return null;
        }

        var agent = status.AgentId?.Value ?? "";
        if (state.Jobs.Of(name.Job) is not { } job)
        {
            step.Do(new ChronosEffect.CallMesos(KillRuns.CallOf(id, agent)));
            return null;
        }

        var run = new Run(id, name, agent, "", step.Now);
        state.Runs.Set(run);
        step.Put(Stored.RunKey(run), Stored.Write(run));
        SetJob.Plan(state, job);
        return run;
    }
}
