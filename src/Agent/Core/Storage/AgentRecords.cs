using Google.Protobuf;
using Kernel.Model;
using Stored = Kernel.Messages.Store;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Writes the agent's entities into its store, as far as they must survive it.</summary>
public static class AgentRecords
{
    /// <summary>The version of what is written here.</summary>
    public const uint Version = 1;

    /// <summary>Stores who the agent is.</summary>
    public static void PutInfo(AgentState state, AgentStep step) => step.Put(
        AgentKeys.Info,
        new Stored.AgentIdentity
        {
            Version = Version,
            Info = state.Info.ToByteString(),
            BootId = state.Configuration.BootId,
        }.ToByteArray());

    /// <summary>Stores a framework that checkpoints.</summary>
    public static void Put(AgentFramework framework, AgentStep step)
    {
        if (framework.Checkpoints)
        {
            step.Put(
                AgentKeys.Of(framework.Id),
                new Stored.AgentFramework
                {
                    Version = Version,
                    Info = framework.Info.ToByteString(),
                    Pid = framework.Pid,
                }.ToByteArray());
        }
    }

    /// <summary>Stores an executor that must survive the agent.</summary>
    public static void Put(ExecutorRun run, AgentStep step)
    {
        if (run.Checkpoints)
        {
            step.Put(
                AgentKeys.Of(run.Key),
                new Stored.AgentExecutor
                {
                    Version = Version,
                    Info = run.Info.ToByteString(),
                    ContainerId = run.ContainerId,
                    Kind = (uint)run.Kind,
                    Launched = run.IsLaunched,
                    Directory = run.Directory,
                    User = run.User,
                    StartedNanoseconds = run.StartedAt.Nanoseconds,
                }.ToByteArray());
        }
    }

    /// <summary>Stores a task whose executor must survive the agent.</summary>
    public static void Put(ExecutorRun run, AgentTask task, AgentStep step)
    {
        if (run.Checkpoints)
        {
            step.Put(
                AgentKeys.Of(task.Key),
                new Stored.AgentTask
                {
                    Version = Version,
                    Info = task.Info.ToByteString(),
                    ExecutorId = task.Executor.Executor.Value,
                    Group = task.Group,
                    Order = task.Order,
                    Delivered = task.Phase != TaskPhase.Queued,
                    NestedId = task.NestedId,
                }.ToByteArray());
        }
    }

    /// <summary>Stores an update of a stream that is durable.</summary>
    public static void Put(
        UpdateStream stream, StreamUpdate update, bool acknowledged, AgentStep step)
    {
        if (stream.IsDurable)
        {
            step.Put(
                AgentKeys.Of(stream.Key, update.Number),
                new Stored.AgentUpdate
                {
                    Version = Version,
                    Update = update.Update.ToByteString(),
                    Acknowledged = acknowledged,
                }.ToByteArray());
        }
    }

    /// <summary>Stores that the agent is being drained.</summary>
    public static void Put(Draining draining, AgentStep step) => step.Put(
        AgentKeys.Drain,
        new Stored.AgentDrain
        {
            Version = Version,
            Config = draining.Config.ToByteString(),
            StartedSeconds = draining.Since.Seconds,
        }.ToByteArray());

    /// <summary>Stores the reservations and volumes that operations made.</summary>
    public static void PutResources(IEnumerable<V1.Resource> resources, AgentStep step) => step.Put(
        AgentKeys.Resources,
        new Stored.AgentResources
        {
            Version = Version,
            Resources = { resources.Select(static resource => resource.ToByteString()) },
        }.ToByteArray());

    /// <summary>Stores an operation.</summary>
    public static void Put(AgentOperation operation, AgentStep step) => step.Put(
        AgentKeys.Of(operation.Uuid),
        new Stored.AgentOperation
        {
            Version = Version,
            Operation = operation.Message.ToByteString(),
        }.ToByteArray());
}
