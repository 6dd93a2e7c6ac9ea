using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>
/// Tells executors to go, and destroys those who do not within their grace (Mesos: Slave::_shutdownExecutor).
/// </summary>
public static class ExecutorShutdown
{
    /// <summary>How long an executor may take.</summary>
    public static TimeSpan Grace(AgentState state, ExecutorRun run) =>
        run.Info.ShutdownGracePeriod is { } own && own.Nanoseconds >= 0
            ? TimeSpan.FromTicks(own.Nanoseconds / 100)
            : state.Configuration.ExecutorShutdownGracePeriod;

    /// <summary>A scheduler wants an executor shut down.</summary>
    public static void Decide(AgentState state, ExecutorShutdownRequested input, AgentStep step)
    {
        if (state.Executors.TryGetValue(input.Executor, out var run))
        {
            Begin(state, run, step);
        }
    }

    /// <summary>Tells an executor to go.</summary>
    public static void Begin(AgentState state, ExecutorRun run, AgentStep step)
    {
        if (run.IsEnding)
        {
            return;
        }

        if (run.State == ExecutorState.Preparing)
        {
            step.Do(new AbandonContainer(run.ContainerId));
            ExecutorEnded.End(state, run, new(run.ContainerId), step);
            return;
        }

        var grace = Grace(state, run);
        state.Set(run with { State = ExecutorState.Terminating });
        if (run.Kind != ExecutorKind.Custom)
        {
            step.Do(new ShutdownHostedExecutor(run.ContainerId, HostedGrace(grace)));
        }
        else if (run.Stream is { } stream)
        {
            step.Do(new SendToExecutor(stream, ExecutorEvents.Shutdown));
        }

        step.After(grace, new ExecutorShutdownDue(run.ContainerId));
    }

    /// <summary>Whether every task of an executor ended before it got it, be that acknowledged or not.</summary>
    public static bool WasNeverGivenTasks(AgentState state, ExecutorRun run) =>
        run.CompletedTasks.Concat(state.TasksOf(run.Key)).All(static task =>
            task.IsOver && task.Statuses is [{ Source: Mesos.V1.TaskStatus.Types.Source.Agent }]);

    /// <summary>
    /// The executor host is given less, so that it can tell of its tasks before its container is destroyed.
    /// </summary>
    private static TimeSpan HostedGrace(TimeSpan grace) =>
        grace > TimeSpan.FromSeconds(2) ? grace - TimeSpan.FromSeconds(1) : grace / 2;

    /// <summary>The grace is over: the container is destroyed.</summary>
    public static void Decide(AgentState state, ExecutorShutdownDue due, AgentStep step)
    {
        if (state.ExecutorIn(due.ContainerId) is { State: ExecutorState.Terminating })
        {
            step.Do(new DestroyContainer(due.ContainerId));
        }
    }

    /// <summary>A custom executor has not subscribed in time.</summary>
    public static void Decide(AgentState state, ExecutorRegistrationDue due, AgentStep step)
    {
        if (state.ExecutorIn(due.ContainerId) is { State: ExecutorState.Registering } run)
        {
            Destroy(
                state,
                run,
                new(
                    Mesos.V1.TaskState.TaskFailed,
                    Mesos.V1.TaskStatus.Types.Reason.ExecutorRegistrationTimeout,
                    "Executor did not register within "
                        + Durations.Write(state.Configuration.ExecutorRegistrationTimeout)),
                step);
        }
    }

    /// <summary>Destroys an executor's container, for a reason that its tasks will give.</summary>
    public static void Destroy(AgentState state, ExecutorRun run, ExecutorEnding ending, AgentStep step)
    {
        state.Set(run with { State = ExecutorState.Terminating, Ending = ending });
        step.Do(new DestroyContainer(run.ContainerId));
    }

    /// <summary>
    /// Ends an executor whose every task was killed or failed before it got one: nothing would ever tell it to go.
    /// A custom one that has not subscribed yet is told when it does.
    /// </summary>
    public static void IfIdle(AgentState state, ExecutorRun run, AgentStep step)
    {
        var isWaiting = run.State == ExecutorState.Preparing
            || run is { State: ExecutorState.Running, Kind: not ExecutorKind.Custom };
        if (isWaiting && WasNeverGivenTasks(state, run))
        {
            Begin(state, run, step);
        }
    }
}
