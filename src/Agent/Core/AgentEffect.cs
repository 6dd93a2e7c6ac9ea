using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What an agent can do to the world.</summary>
public abstract record AgentEffect;

/// <summary>Sends a message over the agent link.</summary>
/// <param name="To">The receiver, <c>master@10.0.0.1:5050</c>.</param>
/// <param name="Message">A message of <c>mesos.internal</c>.</param>
public sealed record SendToPeer(string To, IMessage Message) : AgentEffect;

/// <summary>Finds the executor host, or starts one after ending what a dead one left.</summary>
public sealed record ConnectHost : AgentEffect;

/// <summary>Makes the directories of an agent that has its id.</summary>
public sealed record PrepareAgentDirectory(AgentId Id) : AgentEffect;

/// <summary>
/// Makes a sandbox and fetches files into it; <see cref="ContainerPrepared"/> or <see cref="ContainerLaunchFailed"/>
/// follows.
/// </summary>
/// <param name="Run">The executor that is to live there.</param>
/// <param name="Command">Whose files are fetched.</param>
/// <param name="Volumes">Persistent volumes that are to be seen in the sandbox.</param>
public sealed record PrepareContainer(
    ExecutorRun Run, V1.CommandInfo Command, IReadOnlyList<V1.Resource> Volumes) : AgentEffect;

/// <summary>
/// Makes the nested sandboxes of a task group; <see cref="GroupPrepared"/> or <see cref="ContainerLaunchFailed"/>
/// follows.
/// </summary>
public sealed record PrepareGroup(ExecutorRun Run, string Group, IReadOnlyList<AgentTask> Tasks) : AgentEffect;

/// <summary>Gives up preparing a container: nothing will run there.</summary>
public sealed record AbandonContainer(string ContainerId) : AgentEffect;

/// <summary>Lets the executor host run a command task.</summary>
public sealed record LaunchCommandTask(
    ExecutorRun Run,
    AgentFramework Framework,
    AgentTask Task,
    IReadOnlyList<KeyValuePair<string, string>> Environment) : AgentEffect;

/// <summary>Lets the executor host start a custom executor, or be a default one.</summary>
public sealed record LaunchExecutor(
    ExecutorRun Run, AgentFramework Framework, IReadOnlyList<KeyValuePair<string, string>> Environment) : AgentEffect;

/// <summary>Lets the executor host run a task group under a default executor.</summary>
public sealed record LaunchGroup(
    ExecutorRun Run, AgentFramework Framework, string Group, IReadOnlyList<GroupTask> Tasks) : AgentEffect;

/// <summary>A task of a group and its environment.</summary>
public sealed record GroupTask(AgentTask Task, IReadOnlyList<KeyValuePair<string, string>> Environment);

/// <summary>Lets the executor host kill a task.</summary>
public sealed record KillHostedTask(string ContainerId, TaskId Task, V1.KillPolicy? Policy) : AgentEffect;

/// <summary>Lets the executor host shut an executor's tasks down within a grace period.</summary>
public sealed record ShutdownHostedExecutor(string ContainerId, TimeSpan Grace) : AgentEffect;

/// <summary>Lets the executor host destroy a container at once.</summary>
public sealed record DestroyContainer(string ContainerId) : AgentEffect;

/// <summary>Tells the executor host that a status is stored.</summary>
public sealed record AcknowledgeToHost(string ContainerId, TaskId Task, ByteString Uuid) : AgentEffect;

/// <summary>Sends an event to a custom executor.</summary>
public sealed record SendToExecutor(string Stream, V1.Executor.Event Event) : AgentEffect;

/// <summary>Closes the stream of a custom executor, after what was sent.</summary>
public sealed record CloseExecutorStream(string Stream) : AgentEffect;

/// <summary>Is told when a sandbox is no longer needed and may be deleted after a while.</summary>
public sealed record RetireSandbox(string Directory, TimeSpan After) : AgentEffect;

/// <summary>Makes the directory of a persistent volume.</summary>
public sealed record CreateVolumeDirectory(string Directory) : AgentEffect;

/// <summary>Deletes the contents of a persistent volume.</summary>
/// <param name="Directory">The volume.</param>
/// <param name="KeepDirectory">Whether the directory itself is a mount and stays.</param>
public sealed record DeleteVolumeDirectory(string Directory, bool KeepDirectory) : AgentEffect;

/// <summary>Ends the process.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Why">A sentence for the log.</param>
/// <param name="EndHost">Whether the executor host ends too.</param>
public sealed record ExitAgent(int Code, string Why, bool EndHost) : AgentEffect;

/// <summary>
/// Uses the executor host that <see cref="HostConnected"/> told of; what was to be done by the one before is not done.
/// </summary>
public sealed record AcceptHost : AgentEffect;
