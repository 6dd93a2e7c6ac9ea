using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// The master changes a framework, or tears it down (Mesos: Slave::updateFramework, shutdownFramework).
/// </summary>
public static class FrameworkShutdown
{
    /// <summary>A framework's info or address changed.</summary>
    public static void Decide(AgentState state, FrameworkUpdated input, AgentStep step)
    {
        var message = input.Message;
        if (!state.Frameworks.TryGetValue(new(message.FrameworkId.Value), out var framework))
        {
            return;
        }

        var info = (message.FrameworkInfo ?? framework.Info).Clone();
        info.Id = framework.Info.Id;
        info.Checkpoint = framework.Info.Checkpoint;
        var updated = framework with { Info = info, Pid = message.Pid };
        state.Set(updated);
        AgentRecords.Put(updated, step);
    }

    /// <summary>A framework is torn down: its executors go, and nothing is told of its tasks any more.</summary>
    public static void Decide(AgentState state, FrameworkShutdownRequested input, AgentStep step)
    {
        if (!state.Frameworks.TryGetValue(input.Framework, out var framework) || framework.IsTerminating)
        {
            return;
        }

        state.Set(framework with { IsTerminating = true });
        foreach (var stream in state.Streams.Values.Where(stream => stream.Key.Framework == framework.Id).ToArray())
        {
            Forgetting.Stream(state, stream, step);
        }

        foreach (var run in state.ExecutorsOf(framework.Id))
        {
            Shutdown(state, run, step);
        }

        ExecutorRemoving.FrameworkIfIdle(state, framework.Id, step);
    }

    private static void Shutdown(AgentState state, ExecutorRun run, AgentStep step)
    {
        foreach (var task in state.TasksOf(run.Key).Where(static task => task.IsOver))
        {
            Forgetting.Task(state, task, step);
        }

        ExecutorShutdown.Begin(state, state.Executors[run.Key], step);
        ExecutorRemoving.IfDone(state, run.Key, step);
    }
}
