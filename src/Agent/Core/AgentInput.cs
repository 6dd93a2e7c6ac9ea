using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What an agent can be told.</summary>
public abstract record AgentInput;

/// <summary>What was stored has been read; the executor host is to be found.</summary>
public sealed record AgentStarted : AgentInput;

/// <summary>The executor host listens.</summary>
/// <param name="Containers">The ids of the containers that it runs.</param>
public sealed record HostConnected(IReadOnlyCollection<string> Containers) : AgentInput;

/// <summary>The executor host is gone; another one is to be started.</summary>
public sealed record HostLost : AgentInput;

/// <summary>It is time to send the next (re-)registration.</summary>
/// <param name="Generation">Which search for a master it belongs to.</param>
public sealed record RegistrationDue(int Generation) : AgentInput;

/// <summary>It is time to authenticate, or to do so again.</summary>
/// <param name="Generation">Which search for a master it belongs to.</param>
/// <param name="Authentications">How often the agent had begun to before.</param>
public sealed record AuthenticationDue(int Generation, int Authentications) : AgentInput;

/// <summary>A master says how the agent can authenticate.</summary>
public sealed record MechanismsOffered(string From, IReadOnlyList<string> Mechanisms) : AgentInput;

/// <summary>A master says what the agent must answer.</summary>
public sealed record ChallengeReceived(string From, ByteString Challenge) : AgentInput;

/// <summary>A master knows who the agent is.</summary>
public sealed record AuthenticationCompleted(string From) : AgentInput;

/// <summary>A master does not know the agent, or knows another secret of it.</summary>
public sealed record AuthenticationRefused(string From) : AgentInput;

/// <summary>A master cannot authenticate the agent.</summary>
public sealed record AuthenticationFailed(string From, string Error) : AgentInput;

/// <summary>The election of masters has come to another end (Mesos: Slave::detected).</summary>
/// <param name="Master">The address of the leader; null: nobody leads.</param>
public sealed record MasterDetected(string? Master) : AgentInput;

/// <summary>A master gave the agent its id.</summary>
/// <param name="Master">The master's address.</param>
/// <param name="Message">Its answer.</param>
public sealed record AgentRegistered(string Master, SlaveRegisteredMessage Message) : AgentInput;

/// <summary>A master took the agent back.</summary>
/// <param name="Master">The master's address.</param>
/// <param name="Message">Its answer.</param>
public sealed record AgentReregistered(string Master, SlaveReregisteredMessage Message) : AgentInput;

/// <summary>A master's observer asks whether the agent lives.</summary>
/// <param name="From">The observer's address.</param>
/// <param name="Connected">Whether the master thinks that the agent is connected.</param>
public sealed record PingReceived(string From, bool Connected) : AgentInput;

/// <summary>A ping should have followed one by now.</summary>
/// <param name="Pings">The count of pings when the deadline was set.</param>
public sealed record PingOverdue(long Pings) : AgentInput;

/// <summary>The connection to a peer broke.</summary>
/// <param name="Pid">The peer's address.</param>
public sealed record LinkClosed(string Pid) : AgentInput;

/// <summary>The master launches a task.</summary>
public sealed record TaskLaunchRequested(RunTaskMessage Message) : AgentInput;

/// <summary>The master launches a task group.</summary>
public sealed record GroupLaunchRequested(RunTaskGroupMessage Message) : AgentInput;

/// <summary>The master wants a task killed.</summary>
public sealed record TaskKillRequested(KillTaskMessage Message) : AgentInput;

/// <summary>A scheduler has seen a status update.</summary>
public sealed record UpdateAcknowledged(StatusUpdateAcknowledgementMessage Message) : AgentInput;

/// <summary>The update in flight of a task has waited long enough.</summary>
/// <param name="Task">The task.</param>
/// <param name="Generation">Which update, and which wait for it.</param>
public sealed record UpdateRetryDue(TaskKey Task, int Generation) : AgentInput;

/// <summary>An executor tells the state of a task.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Status">The state, with a uuid.</param>
public sealed record StatusReported(ExecutorKey Executor, V1.TaskStatus Status) : AgentInput;

/// <summary>The executor host tells the state of a task.</summary>
/// <param name="ContainerId">The container of the task's executor.</param>
/// <param name="Status">The state, with a uuid.</param>
public sealed record HostedStatusReported(string ContainerId, V1.TaskStatus Status) : AgentInput;

/// <summary>The sandbox of a container is ready, its files fetched.</summary>
/// <param name="ContainerId">The container.</param>
public sealed record ContainerPrepared(string ContainerId) : AgentInput;

/// <summary>The sandboxes of a task group are ready.</summary>
/// <param name="ContainerId">The container of its executor.</param>
/// <param name="Group">The group.</param>
public sealed record GroupPrepared(string ContainerId, string Group) : AgentInput;

/// <summary>A container, or a task group in it, could not be started.</summary>
/// <param name="ContainerId">The container.</param>
/// <param name="Group">The group; empty if it is the container itself.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record ContainerLaunchFailed(string ContainerId, string Group, string Reason) : AgentInput;

/// <summary>A container has ended.</summary>
public sealed record ContainerExited(string ContainerId) : AgentInput
{
    /// <summary>The exit status as wait(2) gives it; null if unknown.</summary>
    public int? Status { get; init; }

    /// <summary>The state that its tasks end in; null if the containerizer has no opinion.</summary>
    public V1.TaskState? State { get; init; }

    /// <summary>The reason of that; null if the containerizer knows none.</summary>
    public V1.TaskStatus.Types.Reason? Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The limit that was hit; null if none was.</summary>
    public V1.TaskResourceLimitation? Limitation { get; init; }
}

/// <summary>A framework's info or address changed.</summary>
public sealed record FrameworkUpdated(UpdateFrameworkMessage Message) : AgentInput;

/// <summary>The master tears a framework down.</summary>
/// <param name="Framework">The framework.</param>
public sealed record FrameworkShutdownRequested(FrameworkId Framework) : AgentInput;

/// <summary>A scheduler wants an executor shut down.</summary>
/// <param name="Executor">The executor.</param>
public sealed record ExecutorShutdownRequested(ExecutorKey Executor) : AgentInput;

/// <summary>An executor has had its time to shut down.</summary>
/// <param name="ContainerId">Its container.</param>
public sealed record ExecutorShutdownDue(string ContainerId) : AgentInput;

/// <summary>A custom executor should have subscribed by now.</summary>
/// <param name="ContainerId">Its container.</param>
public sealed record ExecutorRegistrationDue(string ContainerId) : AgentInput;

/// <summary>The executors that were found after a restart should have subscribed again by now.</summary>
public sealed record ExecutorReregistrationDue : AgentInput;

/// <summary>A custom executor opens its stream of events.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Tasks">Tasks whose first status the agent has not acknowledged to it.</param>
/// <param name="Updates">Statuses that the agent has not acknowledged to it.</param>
public sealed record ExecutorSubscribing(
    ExecutorKey Executor,
    string Stream,
    IReadOnlyList<V1.TaskInfo> Tasks,
    IReadOnlyList<V1.Executor.Call.Types.Update> Updates) : AgentInput;

/// <summary>A custom executor's stream broke.</summary>
/// <param name="Stream">The stream.</param>
public sealed record ExecutorStreamClosed(string Stream) : AgentInput;

/// <summary>An executor sends its scheduler a message.</summary>
public sealed record ExecutorMessageSent(ExecutorKey Executor, ByteString Data) : AgentInput;

/// <summary>A scheduler sends an executor a message.</summary>
public sealed record FrameworkMessageSent(ExecutorKey Executor, ByteString Data) : AgentInput;

/// <summary>The master wants the agent's tasks ended and no more of them.</summary>
public sealed record DrainRequested(V1.DrainConfig Config) : AgentInput;

/// <summary>The master no longer wants the agent.</summary>
/// <param name="Master">Who says so.</param>
/// <param name="Message">Why; may be empty.</param>
public sealed record ShutdownRequested(string Master, string Message) : AgentInput;

/// <summary>The operator wants the agent to end its tasks and leave (SIGUSR1).</summary>
public sealed record UnregisterRequested : AgentInput;

/// <summary>The executors have had their time to end before the agent leaves.</summary>
public sealed record LeaveDue : AgentInput;

/// <summary>The master applies an operation to the agent's resources.</summary>
public sealed record OperationRequested(ApplyOperationMessage Message) : AgentInput;

/// <summary>A status of an operation has been seen.</summary>
public sealed record OperationAcknowledged(AcknowledgeOperationStatusMessage Message) : AgentInput;

/// <summary>The status of an operation has waited long enough.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Generation">Which wait.</param>
public sealed record OperationRetryDue(Guid Operation, int Generation) : AgentInput;

/// <summary>The master asks what became of operations.</summary>
public sealed record OperationsReconciling(ReconcileOperationsMessage Message) : AgentInput;

/// <summary>
/// The master says which reservations and volumes the agent has (only to agents of old capabilities).
/// </summary>
public sealed record ResourcesCheckpointed(CheckpointResourcesMessage Message) : AgentInput;
