using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>What an executor host can be told.</summary>
public abstract record HostInput;

/// <summary>The host runs and listens.</summary>
public sealed record HostStarted : HostInput;

/// <summary>The agent has connected and said hello.</summary>
/// <param name="Hello">Its greeting.</param>
public sealed record AgentConnected(Wire.Hello Hello) : HostInput;

/// <summary>The agent's connection is over, and no other has taken its place.</summary>
public sealed record AgentDisconnected : HostInput;

/// <summary>The agent has been away for long enough to end what does not outlive it.</summary>
/// <param name="Connection">The connection after which it has been away.</param>
public sealed record AgentMissed(int Connection) : HostInput;

/// <summary>The agent has been away for as long as executors wait for it (<c>--recovery_timeout</c>).</summary>
/// <param name="Connection">The connection after which it has been away.</param>
public sealed record AgentGivenUp(int Connection) : HostInput;

/// <summary>The host may have nothing to live for.</summary>
/// <param name="Connection">The connection after which the agent has been away.</param>
public sealed record IdlenessDue(int Connection) : HostInput;

/// <summary>The agent wants a command task to run.</summary>
public sealed record CommandLaunchRequested(Wire.LaunchCommand Launch) : HostInput;

/// <summary>The agent wants an executor to run.</summary>
public sealed record ExecutorLaunchRequested(Wire.LaunchExecutor Launch) : HostInput;

/// <summary>The agent wants a task group to run.</summary>
public sealed record GroupLaunchRequested(Wire.LaunchGroup Launch) : HostInput;

/// <summary>The agent wants a task killed.</summary>
/// <param name="ContainerId">The container of its executor.</param>
/// <param name="Task">The task.</param>
/// <param name="Policy">How, if it was said; else the task's own policy holds.</param>
public sealed record TaskKillRequested(string ContainerId, string Task, V1.KillPolicy? Policy) : HostInput;

/// <summary>The agent wants an executor to end, with all its tasks.</summary>
/// <param name="ContainerId">Its container.</param>
/// <param name="Grace">How long that may take.</param>
public sealed record ExecutorShutdownRequested(string ContainerId, TimeSpan Grace) : HostInput;

/// <summary>The agent wants a container gone at once.</summary>
public sealed record ContainerDestroyRequested(string ContainerId) : HostInput;

/// <summary>The agent has stored a status.</summary>
public sealed record StatusAcknowledged(string ContainerId, string Task, ByteString Uuid) : HostInput;

/// <summary>An executor has waited long for the acknowledgement of its last statuses.</summary>
public sealed record AcknowledgementOverdue(string ContainerId) : HostInput;

/// <summary>Everything is to end, and then the host.</summary>
/// <param name="Grace">How long that may take.</param>
public sealed record StopRequested(TimeSpan Grace) : HostInput;

/// <summary>The time to stop is over: what still runs is destroyed.</summary>
public sealed record StopOverdue : HostInput;

/// <summary>A container runs.</summary>
/// <param name="ContainerId">The container.</param>
/// <param name="Process">Its first process.</param>
public sealed record ContainerStarted(string ContainerId, int Process) : HostInput
{
    /// <summary>
    /// What the containerizer tells of it to the scheduler, such as Docker's <c>inspect</c>; empty for nothing.
    /// </summary>
    public ByteString Data { get; init; } = ByteString.Empty;

    /// <summary>The addresses that it has; empty for those of the agent.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>A container could not be started.</summary>
public sealed record ContainerStartFailed(string ContainerId, string Why) : HostInput;

/// <summary>A container has ended.</summary>
/// <param name="ContainerId">The container.</param>
/// <param name="WaitStatus">What <c>wait(2)</c> says; null if unknown.</param>
public sealed record ContainerEnded(string ContainerId, int? WaitStatus) : HostInput
{
    /// <summary>What it ran into, if it was killed for its memory.</summary>
    public MemoryOverrun? OutOfMemory { get; init; }
}

/// <summary>A container used more memory than it may.</summary>
/// <param name="LimitBytes">What it may use.</param>
/// <param name="UsedBytesMax">The most that it used.</param>
/// <param name="Statistics">The kernel's account.</param>
public sealed record MemoryOverrun(long LimitBytes, long UsedBytesMax, string Statistics);

/// <summary>The grace of a kill is over.</summary>
/// <param name="ContainerId">The task's own container.</param>
/// <param name="Generation">Which kill: a later one may have moved the moment.</param>
public sealed record KillGraceOver(string ContainerId, int Generation) : HostInput;

/// <summary>A task has run for as long as it may.</summary>
/// <param name="ContainerId">The task's own container.</param>
public sealed record CompletionTimeOver(string ContainerId) : HostInput;

/// <summary>A check of a task is due.</summary>
/// <param name="ContainerId">The task's own container.</param>
/// <param name="Purpose">Which of its checks.</param>
/// <param name="Generation">Which run: others have lost their meaning.</param>
public sealed record CheckDue(string ContainerId, CheckPurpose Purpose, int Generation) : HostInput;

/// <summary>A check of a task has been made.</summary>
/// <param name="ContainerId">The task's own container.</param>
/// <param name="Purpose">Which of its checks.</param>
/// <param name="Generation">Which run.</param>
/// <param name="Outcome">What was found.</param>
public sealed record CheckEnded(string ContainerId, CheckPurpose Purpose, int Generation, CheckOutcome Outcome)
    : HostInput;

/// <summary>Somebody wants a container below another one.</summary>
public sealed record NestedLaunchRequested(Wire.LaunchNested Launch) : HostInput;

/// <summary>Somebody waits for the end of a nested container.</summary>
/// <param name="Request">Names the answer.</param>
/// <param name="ContainerId">The container.</param>
public sealed record NestedWaitRequested(string Request, string ContainerId) : HostInput;

/// <summary>Somebody wants a nested container signalled.</summary>
/// <param name="Request">Names the answer.</param>
/// <param name="ContainerId">The container.</param>
/// <param name="Signal">The signal.</param>
public sealed record NestedKillRequested(string Request, string ContainerId, int Signal) : HostInput;

/// <summary>Somebody wants a nested container that has ended forgotten.</summary>
/// <param name="Request">Names the answer.</param>
/// <param name="ContainerId">The container.</param>
public sealed record NestedRemoveRequested(string Request, string ContainerId) : HostInput;

/// <summary>The input of a nested container is over.</summary>
public sealed record InputClosed(string ContainerId) : HostInput;

/// <summary>The agent wants to know what containers use.</summary>
/// <param name="Request">Names the answer.</param>
public sealed record MeasureRequested(string Request) : HostInput;
