using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>
/// What a host does without its agent (mesos.md 3.5): executors of frameworks that checkpoint wait for it to come back,
/// others end soon; and in the end the host ends, too.
/// </summary>
public static class AgentAbsence
{
    /// <summary>The agent's connection is over.</summary>
    public static void Decide(HostState state, Step<HostInput, HostEffect> step)
    {
        state.Disconnect();
        foreach (var task in state.Tasks.Values.ToArray())
        {
            Checking.Pause(state, task, step);
        }

        Begin(state, step);
        HostStopping.ExitIfEmpty(state, step);
    }

    /// <summary>Begins to wait for an agent.</summary>
    public static void Begin(HostState state, Step<HostInput, HostEffect> step)
    {
        step.After(state.Settings.AbsenceMax, new AgentMissed(state.Connection));
        step.After(state.Settings.RecoveryTimeout, new AgentGivenUp(state.Connection));
        step.After(state.Settings.IdleTimeout, new IdlenessDue(state.Connection));
    }

    /// <summary>The agent did not just reconnect: what does not outlive it ends.</summary>
    public static void Decide(HostState state, AgentMissed input, Step<HostInput, HostEffect> step)
    {
        if (IsStillAway(state, input.Connection))
        {
            foreach (var executor in state.Executors.Values.Where(static executor => !executor.Checkpoints).ToArray())
            {
                ExecutorShutdown.Begin(state, executor, state.Settings.ShutdownGrace, step);
            }
        }
    }

    /// <summary>The agent does not come back: everything ends.</summary>
    public static void Decide(HostState state, AgentGivenUp input, Step<HostInput, HostEffect> step)
    {
        if (IsStillAway(state, input.Connection))
        {
            step.Note(
                $"No agent came within {state.Settings.RecoveryTimeout}: ending {state.Executors.Count} executors");
            HostStopping.Begin(state, state.Settings.ShutdownGrace, step);
        }
    }

    /// <summary>A host with neither an agent nor an executor ends.</summary>
    public static void Decide(HostState state, IdlenessDue input, Step<HostInput, HostEffect> step)
    {
        if (!IsStillAway(state, input.Connection))
        {
            return;
        }

        if (state.Executors.Count == 0)
        {
            step.Do(new ExitHost("there is neither an agent nor an executor"));
        }
        else
        {
            step.After(state.Settings.IdleTimeout, input);
        }
    }

    private static bool IsStillAway(HostState state, int connection) =>
        !state.IsConnected && state.Connection == connection;
}
