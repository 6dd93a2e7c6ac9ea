using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>
/// Kills: SIGTERM to the whole container, and SIGKILL when the grace is over (mesos.md 4.6; Mesos:
/// CommandExecutor::kill, DefaultExecutor::kill).
/// </summary>
public static class TaskKilling
{
    private static readonly TimeSpan defaultGrace = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Somebody wants a task killed. A second kill of a command task may shorten the grace, never extend it.
    /// </summary>
    public static void Decide(HostState state, TaskKillRequested input, Step<HostInput, HostEffect> step)
    {
        if (state.TaskOf(input.ContainerId, input.Task) is not { } task
            || state.Executors[input.ContainerId].IsDestroyed)
        {
            return;
        }

        if (task.Kill is null)
        {
            Begin(state, task, KillCause.Requested, GraceOf(task, input.Policy), step);
        }
        else if (state.Executors[input.ContainerId].Kind == HostedKind.Command)
        {
            Hasten(state, task, task.Kill, GraceOf(task, input.Policy), step);
        }
    }

    /// <summary>The grace is over.</summary>
    public static void Decide(HostState state, KillGraceOver input, Step<HostInput, HostEffect> step)
    {
        if (state.Tasks.TryGetValue(input.ContainerId, out var task) && task.Kill?.Generation == input.Generation)
        {
            Escalate(task, step);
        }
    }

    /// <summary>A task ran for longer than it may: it is killed without grace, and fails.</summary>
    public static void Decide(HostState state, CompletionTimeOver input, Step<HostInput, HostEffect> step)
    {
        if (state.Tasks.TryGetValue(input.ContainerId, out var task) && task.Kill is null)
        {
            Begin(state, task, KillCause.TookTooLong, TimeSpan.Zero, step);
        }
    }

    /// <summary>Begins to kill a task that is not being killed.</summary>
    public static void Begin(
        HostState state, HostedTask task, KillCause cause, TimeSpan grace, Step<HostInput, HostEffect> step)
    {
        Checking.Pause(state, task, step);
        task = state.Tasks[task.ContainerId] with { Kill = new(cause, step.Now, step.Now + grace, 1) };
        state.Set(task);
        if (state.Executors[task.ExecutorContainer].TellsKilling && cause != KillCause.TookTooLong)
        {
            Statuses.Tell(state, task, new() { State = V1.TaskState.TaskKilling }, step);
        }

        if (task.Process is not null)
        {
            SendSignal(task, step);
        }
    }

    /// <summary>
    /// Kills a task within a grace, whatever was asked for before; one that dies sooner anyway is left to.
    /// </summary>
    public static void BeginOrHasten(HostState state, HostedTask task, TimeSpan grace, Step<HostInput, HostEffect> step)
    {
        if (task.Kill is null)
        {
            Begin(state, task, KillCause.Requested, grace, step);
        }
        else
        {
            Hasten(state, task, task.Kill, grace, step);
        }
    }

    /// <summary>The grace that a kill has: the call's, else the task's own, else 3 seconds.</summary>
    public static TimeSpan GraceOf(HostedTask task, V1.KillPolicy? policy)
    {
        var grace = policy?.GracePeriod ?? task.Info.KillPolicy?.GracePeriod;
        return grace is null ? defaultGrace : TimeSpan.FromTicks(Math.Max(0, grace.Nanoseconds / 100));
    }

    /// <summary>Signals a task that is being killed, as far as its grace goes.</summary>
    internal static void SendSignal(HostedTask task, Step<HostInput, HostEffect> step)
    {
        Invariant.Holds(task.Kill is not null, "a task that is signalled is being killed");
        if (task.Kill.EscalatesAt <= step.Now)
        {
            Escalate(task, step);
            return;
        }

        step.Do(new SignalContainer(task.ContainerId, Signals.Terminate));
        step.At(task.Kill.EscalatesAt, new KillGraceOver(task.ContainerId, task.Kill.Generation));
    }

    private static void Hasten(
        HostState state, HostedTask task, KillUnderWay kill, TimeSpan grace, Step<HostInput, HostEffect> step)
    {
        var escalatesAt = kill.StartedAt + grace;
        if (escalatesAt >= kill.EscalatesAt)
        {
            return;
        }

        task = task with { Kill = kill with { EscalatesAt = escalatesAt, Generation = kill.Generation + 1 } };
        state.Set(task);
        if (task.Process is null)
        {
            return;
        }

        if (escalatesAt <= step.Now)
        {
            Escalate(task, step);
        }
        else
        {
            step.At(escalatesAt, new KillGraceOver(task.ContainerId, task.Kill.Generation));
        }
    }

    private static void Escalate(HostedTask task, Step<HostInput, HostEffect> step) =>
        step.Do(new SignalContainer(task.ContainerId, Signals.Kill));
}
