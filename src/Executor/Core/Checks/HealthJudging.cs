using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>What follows from a health check (Mesos: HealthCheckerProcess::success, failure).</summary>
internal static class HealthJudging
{
    /// <summary>
    /// Tells of the first success, of each failure that counts, and of the first success after failures; too many
    /// failures kill.
    /// </summary>
    public static void Judge(
        HostState state, HostedTask task, CheckProgress check, CheckOutcome outcome, Step<HostInput, HostEffect> step)
    {
        if (outcome.IsHealthy)
        {
            Succeed(state, task, check, step);
        }
        else if (check.HasSucceeded || step.Now - check.StartedAt > check.Definition.Grace)
        {
            Fail(state, task, check, outcome, step);
        }
    }

    private static void Succeed(HostState state, HostedTask task, CheckProgress check, Step<HostInput, HostEffect> step)
    {
        var isNews = !check.HasSucceeded || check.Failures > 0;
        task = task with { Health = check with { HasSucceeded = true, Failures = 0 }, IsHealthy = true };
        Tell(state, task, isNews, step);
    }

    private static void Fail(
        HostState state, HostedTask task, CheckProgress check, CheckOutcome outcome, Step<HostInput, HostEffect> step)
    {
        var failures = check.Failures + 1;
        step.Note($"Health check of task {task.Info.TaskId.Value} failed {failures} times: {outcome.Trouble}");
        task = task with { Health = check with { Failures = failures }, IsHealthy = false };
        Tell(state, task, isNews: true, step);
        if (failures >= check.Definition.FailuresMax)
        {
            var grace = TaskKilling.GraceOf(task, null);
            TaskKilling.Begin(state, state.Tasks[task.ContainerId], KillCause.Unhealthy, grace, step);
        }
    }

    private static void Tell(HostState state, HostedTask task, bool isNews, Step<HostInput, HostEffect> step)
    {
        state.Set(task);
        if (isNews)
        {
            Checking.TellRunning(state, task, V1.TaskStatus.Types.Reason.TaskHealthCheckStatusUpdated, step);
        }
    }
}
