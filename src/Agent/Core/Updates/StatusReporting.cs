using Google.Protobuf;
using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>An executor tells the state of a task (Mesos: Slave::statusUpdate).</summary>
public static class StatusReporting
{
    /// <summary>
    /// Stores and forwards the status unless it is known already; in each case the executor is told that it may forget
    /// it.
    /// </summary>
    public static void Decide(AgentState state, StatusReported report, AgentStep step)
    {
        var run = state.Executors.GetValueOrDefault(report.Executor);
        var key = new TaskKey(report.Executor.Framework, new(report.Status.TaskId.Value));
        if (Takes(state, key, report, out var framework))
        {
            state.Counters.UpdateTaken(valid: true);
            var status = StatusForming.ByExecutor(state, framework!, run, report, step);
            StatusTaking.Take(state, key, status, framework!.Checkpoints, step);
        }

        Acknowledge(run, key.Task, report.Status.Uuid, step);
    }

    /// <summary>
    /// The same from the executor host; a status of a container that nobody knows any more is only acknowledged.
    /// </summary>
    public static void Decide(AgentState state, HostedStatusReported report, AgentStep step)
    {
        if (state.ExecutorIn(report.ContainerId) is { } run)
        {
            Decide(state, new StatusReported(run.Key, report.Status), step);
        }
        else
        {
            step.Do(new AcknowledgeToHost(report.ContainerId, new(report.Status.TaskId.Value), report.Status.Uuid));
        }
    }

    private static bool Takes(AgentState state, TaskKey key, StatusReported report, out AgentFramework? framework)
    {
        if (!state.Frameworks.TryGetValue(key.Framework, out framework) || framework.IsTerminating)
        {
            state.Counters.UpdateTaken(valid: false);
            return false;
        }

        var isDuplicate = state.Streams.TryGetValue(key, out var stream) && stream.HasSeen(report.Status.Uuid);
        return !isDuplicate && state.Tasks.TryGetValue(key, out var task) && !task.IsOver;
    }

    private static void Acknowledge(ExecutorRun? run, TaskId task, ByteString uuid, AgentStep step)
    {
        if (run is null)
        {
            return;
        }

        if (run.Kind != ExecutorKind.Custom)
        {
            step.Do(new AcknowledgeToHost(run.ContainerId, task, uuid));
        }
        else if (run.Stream is { } stream)
        {
            step.Do(new SendToExecutor(stream, ExecutorEvents.Acknowledged(task, uuid)));
        }
    }
}
