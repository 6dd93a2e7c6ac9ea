using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// The agent leaves for good: told by its operator (SIGUSR1), which it tells the master, or told by the master
/// (Mesos: Slave::shutdown). Its executors go first.
/// </summary>
public static class Leaving
{
    /// <summary>The operator wants the agent gone.</summary>
    public static void Decide(AgentState state, UnregisterRequested input, AgentStep step)
    {
        if (state is { Phase: AgentPhase.Running, Registration.Master: { } master })
        {
            step.Do(new SendToPeer(master, new UnregisterSlaveMessage { SlaveId = state.Info.Id }));
        }

        Begin(state, "Unregistered by its operator", step);
    }

    /// <summary>
    /// The master wants the agent gone. Only the master that has it registered, or one that it asks, may say so.
    /// </summary>
    public static void Decide(AgentState state, ShutdownRequested input, AgentStep step)
    {
        var isMaster = input.Master == state.Registration.Master
            || (state.Phase == AgentPhase.Disconnected && input.Master.StartsWith("master@", StringComparison.Ordinal));
        if (!isMaster)
        {
            step.Note($"Ignored a shutdown asked for by {input.Master}");
            return;
        }

        Begin(state, $"The master asks this agent to shut down: {input.Message}", step);
    }

    /// <summary>The executors have had their time.</summary>
    public static void Decide(AgentState state, LeaveDue input, AgentStep step)
    {
        if (state.Phase == AgentPhase.Terminating)
        {
            Exit(state, step, "executors did not end in time");
        }
    }

    /// <summary>Leaves once the last executor is gone.</summary>
    public static void IfEmpty(AgentState state, AgentStep step)
    {
        if (state.Phase == AgentPhase.Terminating
            && state.Executors.Values.All(static run => run.State == ExecutorState.Terminated))
        {
            Exit(state, step, "all executors ended");
        }
    }

    private static void Begin(AgentState state, string why, AgentStep step)
    {
        if (state.Phase == AgentPhase.Terminating)
        {
            return;
        }

        step.Note(why);
        state.Enter(AgentPhase.Terminating);
        var grace = state.Configuration.ExecutorShutdownGracePeriod;
        foreach (var framework in state.Frameworks.Values.ToArray())
        {
            FrameworkShutdown.Decide(state, new FrameworkShutdownRequested(framework.Id), step);
        }

        foreach (var run in state.Executors.Values)
        {
            grace = ExecutorShutdown.Grace(state, run) is var own && own > grace ? own : grace;
        }

        step.After(grace + TimeSpan.FromSeconds(2), new LeaveDue());
        if (state.Executors.Count == 0)
        {
            IfEmpty(state, step);
        }
    }

    private static void Exit(AgentState state, AgentStep step, string why)
    {
        Forgetting.All(state, step);
        step.Do(new ExitAgent(0, $"Leaving: {why}", EndHost: true));
    }
}
