using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>The heart of an executor host: it routes every input to the decision that it calls for.</summary>
public sealed class HostMachine(HostState state) : IMachine<HostInput, HostEffect>
{
    /// <summary>All that the host knows.</summary>
    public HostState State { get; } = state;

    /// <inheritdoc/>
    public void Decide(HostInput input, Step<HostInput, HostEffect> step)
    {
        switch (input)
        {
            case HostStarted: AgentAbsence.Begin(State, step); break;
            case AgentConnected connected: AgentGreeting.Decide(State, connected, step); break;
            case AgentDisconnected: AgentAbsence.Decide(State, step); break;
            case AgentMissed missed: AgentAbsence.Decide(State, missed, step); break;
            case AgentGivenUp givenUp: AgentAbsence.Decide(State, givenUp, step); break;
            case IdlenessDue due: AgentAbsence.Decide(State, due, step); break;
            case CommandLaunchRequested requested: CommandLaunching.Decide(State, requested, step); break;
            case ExecutorLaunchRequested requested: ExecutorLaunching.Decide(State, requested, step); break;
            case GroupLaunchRequested requested: GroupLaunching.Decide(State, requested, step); break;
            case ContainerStarted started: ContainerStarting.Decide(State, started, step); break;
            case ContainerStartFailed failed: ContainerStarting.Decide(State, failed, step); break;
            case ContainerEnded ended: ContainerEnding.Decide(State, ended, step); break;
            case TaskKillRequested requested: TaskKilling.Decide(State, requested, step); break;
            case KillGraceOver over: TaskKilling.Decide(State, over, step); break;
            case CompletionTimeOver over: TaskKilling.Decide(State, over, step); break;
            case CheckDue due: Checking.Decide(State, due, step); break;
            case CheckEnded ended: Checking.Decide(State, ended, step); break;
            case StatusAcknowledged acknowledged: Acknowledging.Decide(State, acknowledged, step); break;
            case AcknowledgementOverdue overdue: Acknowledging.Decide(State, overdue, step); break;
            case ExecutorShutdownRequested requested: ExecutorShutdown.Decide(State, requested, step); break;
            case ContainerDestroyRequested requested: ExecutorShutdown.Decide(State, requested, step); break;
            case NestedLaunchRequested requested: NestedLaunching.Decide(State, requested, step); break;
            case NestedWaitRequested requested: NestedEnding.Decide(State, requested, step); break;
            case NestedKillRequested requested: NestedEnding.Decide(State, requested, step); break;
            case NestedRemoveRequested requested: NestedEnding.Decide(State, requested, step); break;
            case InputClosed closed: step.Do(new CloseContainerInput(closed.ContainerId)); break;
            case MeasureRequested requested: Measuring.Decide(State, requested, step); break;
            case StopRequested requested: HostStopping.Decide(State, requested, step); break;
            case StopOverdue: HostStopping.DecideOverdue(State, step); break;
            default: throw Invariant.Unreachable($"an input of type {input.GetType().Name}");
        }
    }
}
