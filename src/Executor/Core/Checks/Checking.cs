using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>When checks are made, and what follows from them (mesos.md 4.5; Mesos: src/checks).</summary>
public static class Checking
{
    private static readonly CheckPurpose[] purposes = [CheckPurpose.Information, CheckPurpose.Health];

    /// <summary>A task has begun to run: its checks begin after their delays.</summary>
    public static void Begin(HostState state, HostedTask task, Step<HostInput, HostEffect> step)
    {
        foreach (var purpose in purposes)
        {
            if (task.CheckFor(purpose) is { } check)
            {
                task = task.With(purpose, check with { StartedAt = step.Now });
                state.Set(task);
                if (state.IsConnected)
                {
                    Schedule(state, task, purpose, check.Definition.Delay, step);
                    task = state.Tasks[task.ContainerId];
                }
            }
        }
    }

    /// <summary>Makes no more checks of a task for now: its agent is away, or it is being killed.</summary>
    public static void Pause(HostState state, HostedTask task, Step<HostInput, HostEffect> step)
    {
        if (task.Check is null && task.Health is null)
        {
            return;
        }

        foreach (var purpose in purposes)
        {
            if (task.CheckFor(purpose) is { } check)
            {
                task = task.With(purpose, check with { Generation = check.Generation + 1 });
            }
        }

        state.Set(task);
        step.Do(new CancelChecks(task.ContainerId));
    }

    /// <summary>The agent is back: checks that had begun are made at once.</summary>
    public static void Resume(HostState state, HostedTask task, Step<HostInput, HostEffect> step)
    {
        foreach (var purpose in purposes)
        {
            if (task.Kill is null && task.CheckFor(purpose) is { } check && check.StartedAt != Moment.Never)
            {
                Schedule(state, state.Tasks[task.ContainerId], purpose, TimeSpan.Zero, step);
            }
        }
    }

    /// <summary>A check is due.</summary>
    public static void Decide(HostState state, CheckDue input, Step<HostInput, HostEffect> step)
    {
        if (Current(state, input.ContainerId, input.Purpose, input.Generation) is { } found)
        {
            step.Do(new RunCheck(found.Task.Plan, input.Purpose, input.Generation, found.Check.Definition));
        }
    }

    /// <summary>A check has been made: what it says is told, and the next one follows.</summary>
    public static void Decide(HostState state, CheckEnded input, Step<HostInput, HostEffect> step)
    {
        if (Current(state, input.ContainerId, input.Purpose, input.Generation) is not { } found)
        {
            return;
        }

        if (input.Purpose == CheckPurpose.Health)
        {
            HealthJudging.Judge(state, found.Task, found.Check, input.Outcome, step);
        }
        else
        {
            Inform(state, found.Task, input.Outcome with { Trouble = "" }, step);
        }

        if (state.Tasks.GetValueOrDefault(input.ContainerId) is { Kill: null } task)
        {
            Schedule(state, task, input.Purpose, found.Check.Definition.Interval, step);
        }
    }

    private static void Inform(HostState state, HostedTask task, CheckOutcome found, Step<HostInput, HostEffect> step)
    {
        if (found == task.CheckFound)
        {
            return;
        }

        task = task with { CheckFound = found };
        state.Set(task);
        TellRunning(state, task, V1.TaskStatus.Types.Reason.TaskCheckStatusUpdated, step);
    }

    /// <summary>Tells that a task runs, and what checks say of it.</summary>
    internal static void TellRunning(
        HostState state, HostedTask task, V1.TaskStatus.Types.Reason reason, Step<HostInput, HostEffect> step)
    {
        var status = new V1.TaskStatus { State = V1.TaskState.TaskRunning, Reason = reason };
        if (task.IsHealthy is { } healthy)
        {
            status.Healthy = healthy;
        }

        Statuses.Tell(state, task, status, step);
    }

    private static void Schedule(
        HostState state, HostedTask task, CheckPurpose purpose, TimeSpan delay, Step<HostInput, HostEffect> step)
    {
        var check = task.CheckFor(purpose)!;
        check = check with { Generation = check.Generation + 1 };
        state.Set(task.With(purpose, check));
        step.After(delay, new CheckDue(task.ContainerId, purpose, check.Generation));
    }

    private static (HostedTask Task, CheckProgress Check)? Current(
        HostState state, string container, CheckPurpose purpose, int generation) =>
        state.Tasks.GetValueOrDefault(container) is { Kill: null } task
        && task.CheckFor(purpose) is { } check
        && check.Generation == generation
            ? (task, check)
            : null;
}
