using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// Compares what the agent knows with what its executor host runs, whenever it has found or started one: containers
/// that
/// are gone end their tasks, containers that nobody knows are destroyed.
/// </summary>
public static class HostReconciling
{
    /// <summary>What was stored has been read.</summary>
    public static void Decide(AgentState state, AgentStarted input, AgentStep step)
    {
        state.Start(step.Now);
        if (state.Id is { } id)
        {
            step.Do(new PrepareAgentDirectory(id));
        }

        step.Do(new ConnectHost());
    }

    /// <summary>The executor host is gone.</summary>
    public static void Decide(AgentState state, HostLost input, AgentStep step)
    {
        if (state.IsHostConnected)
        {
            state.HostIs(connected: false);
            if (state.Phase == AgentPhase.Terminating)
            {
                return;
            }

            step.Note("Lost the executor host: looking for it, or starting another one");
            step.Do(new ConnectHost());
        }
    }

    /// <summary>The executor host listens.</summary>
    public static void Decide(AgentState state, HostConnected input, AgentStep step)
    {
        state.HostIs(connected: true);
        step.Do(new AcceptHost());
        foreach (var run in state.Executors.Values.ToArray())
        {
            if (run.IsLaunched && run.State != ExecutorState.Terminated && !input.Containers.Contains(run.ContainerId))
            {
                ExecutorEnded.End(state, run, new(run.ContainerId) { Message = "The container is gone" }, step);
            }
        }

        foreach (var container in input.Containers)
        {
            if (state.ExecutorIn(container) is not { IsLaunched: true })
            {
                step.Note($"Destroying container {container}, which no task of this agent runs in");
                step.Do(new DestroyContainer(container));
            }
        }

        if (state.Phase == AgentPhase.Recovering)
        {
            Resume(state, step);
        }
        else
        {
            AskAgain(state, step);
        }
    }

    /// <summary>What the host was told on a connection that broke may not have reached it: nobody else would say it again.</summary>
    private static void AskAgain(AgentState state, AgentStep step)
    {
        DrainBeginning.KillAll(state, step);
        foreach (var run in state.Executors.Values.Where(static run => run.State == ExecutorState.Terminating))
        {
            step.After(ExecutorShutdown.Grace(state, run), new ExecutorShutdownDue(run.ContainerId));
        }
    }

    /// <summary>The executors have had their time to come back.</summary>
    public static void Decide(AgentState state, ExecutorReregistrationDue due, AgentStep step)
    {
        foreach (var run in state.Executors.Values.ToArray())
        {
            if (run is { State: ExecutorState.Registering, Kind: ExecutorKind.Custom })
            {
                var framework = state.Frameworks.GetValueOrDefault(run.Key.Framework);
                var ending = new ExecutorEnding(
                    TaskStates.For(framework, V1.TaskState.TaskGone),
                    V1.TaskStatus.Types.Reason.ExecutorReregistrationTimeout,
                    "Executor did not reregister within "
                        + Durations.Write(state.Configuration.ExecutorReregistrationTimeout));
                ExecutorShutdown.Destroy(state, run, ending, step);
            }
        }

        if (state.Phase == AgentPhase.Recovering)
        {
            Ready(state, step);
        }
    }

    private static void Resume(AgentState state, AgentStep step)
    {
        foreach (var run in state.Executors.Values.Where(static run => run.State == ExecutorState.Preparing).ToArray())
        {
            ExecutorStarting.Prepare(state, run, step);
        }

        foreach (var run in state.Executors.Values
            .Where(static run => run is { State: ExecutorState.Running, Kind: ExecutorKind.Default }).ToArray())
        {
            Delivering.Queued(state, run, step);
        }

        if (state.Executors.Values.Any(static run => run.State == ExecutorState.Registering))
        {
            step.After(state.Configuration.ExecutorReregistrationTimeout, new ExecutorReregistrationDue());
        }
        else
        {
            Ready(state, step);
        }
    }

    private static void Ready(AgentState state, AgentStep step)
    {
        state.Recover(step.Now);
        foreach (var framework in state.Frameworks.Keys.ToArray())
        {
            ExecutorRemoving.FrameworkIfIdle(state, framework, step);
        }

        if (state.Configuration.Recover == RecoverMode.Cleanup)
        {
            Leaving.Decide(state, new UnregisterRequested(), step);
            return;
        }

        DrainBeginning.KillAll(state, step);
        Registering.Begin(state, step);
    }
}
