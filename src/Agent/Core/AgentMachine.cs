using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>The heart of an agent: it routes every input to the decision that it calls for.</summary>
public sealed class AgentMachine(AgentState state) : IMachine<AgentInput, AgentEffect>
{
    /// <summary>All that the agent knows.</summary>
    public AgentState State { get; } = state;

    /// <inheritdoc/>
    public void Decide(AgentInput input, AgentStep step)
    {
        switch (input)
        {
            case AgentStarted started: HostReconciling.Decide(State, started, step); break;
            case HostConnected connected: HostReconciling.Decide(State, connected, step); break;
            case HostLost lost: HostReconciling.Decide(State, lost, step); break;
            case ExecutorReregistrationDue due: HostReconciling.Decide(State, due, step); break;
            case MasterDetected detected: MasterDetecting.Decide(State, detected, step); break;
            case RegistrationDue due: Registering.Decide(State, due, step); break;
            case AgentRegistered registered: Registered.Decide(State, registered, step); break;
            case AgentReregistered registered: Registered.Decide(State, registered, step); break;
            case PingReceived ping: Pinging.Decide(State, ping, step); break;
            case PingOverdue overdue: Pinging.Decide(State, overdue, step); break;
            case LinkClosed closed: Pinging.Decide(State, closed, step); break;
            case OperationRequested requested: OperationApplying.Decide(State, requested, step); break;
            case OperationAcknowledged acknowledged: OperationForwarding.Decide(State, acknowledged, step); break;
            case OperationRetryDue due: OperationForwarding.Decide(State, due, step); break;
            case OperationsReconciling reconciling: OperationForwarding.Decide(State, reconciling, step); break;
            case ResourcesCheckpointed checkpointed: OperationApplying.Decide(State, checkpointed, step); break;
            case UnregisterRequested requested: Leaving.Decide(State, requested, step); break;
            case ShutdownRequested requested: Leaving.Decide(State, requested, step); break;
            case LeaveDue due: Leaving.Decide(State, due, step); break;
            case AuthenticationDue due: Authenticating.Decide(State, due, step); break;
            case MechanismsOffered offered: Authenticating.Decide(State, offered, step); break;
            case ChallengeReceived received: Authenticating.Decide(State, received, step); break;
            case AuthenticationCompleted completed: Authenticating.Decide(State, completed, step); break;
            case AuthenticationRefused refused: Authenticating.Decide(State, refused, step); break;
            case AuthenticationFailed failed: Authenticating.Decide(failed, step); break;
            default: DecideOnTasks(input, step); break;
        }
    }

    private void DecideOnTasks(AgentInput input, AgentStep step)
    {
        switch (input)
        {
            case TaskLaunchRequested requested: TaskLaunching.Decide(State, requested, step); break;
            case GroupLaunchRequested requested: TaskLaunching.Decide(State, requested, step); break;
            case ContainerPrepared prepared: ExecutorStarting.Decide(State, prepared, step); break;
            case GroupPrepared prepared: Delivering.Decide(State, prepared, step); break;
            case ContainerLaunchFailed failed: ExecutorStarting.Decide(State, failed, step); break;
            case StatusReported reported: StatusReporting.Decide(State, reported, step); break;
            case HostedStatusReported reported: StatusReporting.Decide(State, reported, step); break;
            case UpdateAcknowledged acknowledged: StatusAcknowledging.Decide(State, acknowledged, step); break;
            case UpdateRetryDue due: StatusForwarding.Decide(State, due, step); break;
            case TaskKillRequested requested: TaskKilling.Decide(State, requested, step); break;
            case DrainRequested requested: DrainBeginning.Decide(State, requested, step); break;
            case ContainerExited exited: ExecutorEnded.Decide(State, exited, step); break;
            case ExecutorSubscribing subscribing: ExecutorSubscribed.Decide(State, subscribing, step); break;
            case ExecutorStreamClosed closed: ExecutorSubscribed.Decide(State, closed, step); break;
            case ExecutorMessageSent sent: ExecutorMessaging.Decide(State, sent, step); break;
            case FrameworkMessageSent sent: ExecutorMessaging.Decide(State, sent, step); break;
            case ExecutorShutdownRequested requested: ExecutorShutdown.Decide(State, requested, step); break;
            case ExecutorShutdownDue due: ExecutorShutdown.Decide(State, due, step); break;
            case ExecutorRegistrationDue due: ExecutorShutdown.Decide(State, due, step); break;
            case FrameworkUpdated updated: FrameworkShutdown.Decide(State, updated, step); break;
            case FrameworkShutdownRequested requested: FrameworkShutdown.Decide(State, requested, step); break;
            default: throw Invariant.Unreachable($"an agent cannot be told {input.GetType().Name}");
        }
    }
}
