using System.Globalization;
using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using Stored = Kernel.Messages.Store;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Reads back what an agent stored (Mesos: src/slave/state.cpp).</summary>
public static class AgentRecovery
{
    private static readonly AgentConfiguration Probe = new()
    {
        Pid = "",
        Ip = "",
        Port = 0,
        WorkDirectory = "",
        Info = new(),
        Resources = new(static _ => Resources.Empty, static _ => []),
        Masters = [],
    };

    /// <summary>Fills a new state.</summary>
    /// <returns>Why the agent cannot go on with what was stored; null if it can.</returns>
    public static string? Load(AgentState state, IReadOnlyList<KeyValuePair<string, byte[]>> entries)
    {
        foreach (var entry in entries)
        {
            Invariant.Holds(
                entry.Key.StartsWith(AgentKeys.All, StringComparison.Ordinal), $"{entry.Key} is an agent's key");
        }

        return LoadInfo(state, entries) ?? LoadResources(state, entries) ?? LoadTasks(state, entries);
    }

    /// <summary>Whether a stored value can be read at all.</summary>
    public static bool IsReadable(KeyValuePair<string, byte[]> entry)
    {
        try
        {
            Load(new AgentState(Probe), [entry]);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether what was stored belongs to an agent that this one can no longer be: the machine restarted, and its info
    /// changed.
    /// </summary>
    public static bool IsAnother(AgentConfiguration configuration, IReadOnlyList<KeyValuePair<string, byte[]>> entries)
    {
        var stored = entries.FirstOrDefault(static entry => entry.Key == AgentKeys.Info).Value;
        if (stored is null)
        {
            return false;
        }

        var identity = Stored.AgentIdentity.Parser.ParseFrom(stored);
        return identity.BootId != configuration.BootId
            && Reconfiguration.Refuse(configuration, V1.AgentInfo.Parser.ParseFrom(identity.Info)) is not null;
    }

    private static string? LoadInfo(AgentState state, IReadOnlyList<KeyValuePair<string, byte[]>> entries)
    {
        foreach (var (key, value) in entries)
        {
            if (key == AgentKeys.Info)
            {
                var old = V1.AgentInfo.Parser.ParseFrom(Stored.AgentIdentity.Parser.ParseFrom(value).Info);
                if (Reconfiguration.Refuse(state.Configuration, old) is { } refusal)
                {
                    return refusal;
                }

                var info = state.Configuration.Info.Clone();
                info.Id = old.Id;
                state.Know(info);
            }
            else if (key == AgentKeys.Drain)
            {
                var drain = Stored.AgentDrain.Parser.ParseFrom(value);
                state.Drain(
                    new(V1.DrainConfig.Parser.ParseFrom(drain.Config), Moment.FromSeconds(drain.StartedSeconds)));
            }
        }

        return null;
    }

    private static string? LoadResources(AgentState state, IReadOnlyList<KeyValuePair<string, byte[]>> entries)
    {
        foreach (var (key, value) in entries)
        {
            if (key == AgentKeys.Resources)
            {
                var stored = Stored.AgentResources.Parser.ParseFrom(value);
                var resources = stored.Resources.Select(static bytes => V1.Resource.Parser.ParseFrom(bytes));
                if (state.Resources.Restore(resources) is { } error)
                {
                    return error;
                }
            }
            else if (IsOfKind(key, "operation"))
            {
                var operation = V1.Operation.Parser.ParseFrom(Stored.AgentOperation.Parser.ParseFrom(value).Operation);
                state.Resources.Set(new AgentOperation(OperationApplying.ToGuid(operation.Uuid.Value), operation));
            }
        }

        return null;
    }

    private static string? LoadTasks(AgentState state, IReadOnlyList<KeyValuePair<string, byte[]>> entries)
    {
        foreach (var (key, value) in entries.Where(static entry => IsOfKind(entry.Key, "framework")))
        {
            var stored = Stored.AgentFramework.Parser.ParseFrom(value);
            state.Set(
                new AgentFramework(new(key.Split('/')[2]), V1.FrameworkInfo.Parser.ParseFrom(stored.Info), stored.Pid));
        }

        foreach (var (key, value) in entries.Where(static entry => IsOfKind(entry.Key, "executor")))
        {
            state.Set(Executor(key.Split('/'), Stored.AgentExecutor.Parser.ParseFrom(value)));
        }

        foreach (var (key, value) in entries.Where(static entry => IsOfKind(entry.Key, "task")))
        {
            var task = Task(key.Split('/'), Stored.AgentTask.Parser.ParseFrom(value));
            state.Set(WentWithItsExecutor(state, task) ? task with { Phase = TaskPhase.Launched } : task);
        }

        foreach (var (key, value) in entries.Where(static entry => IsOfKind(entry.Key, "stream")))
        {
            Replay(state, key.Split('/'), Stored.AgentUpdate.Parser.ParseFrom(value));
        }

        return null;
    }

    private static bool IsOfKind(string key, string kind) =>
        key.StartsWith($"{AgentKeys.All}{kind}/", StringComparison.Ordinal);

    private static ExecutorRun Executor(string[] key, Stored.AgentExecutor stored)
    {
        var kind = (ExecutorKind)stored.Kind;
        return new()
        {
            Key = new(new(key[2]), new(key[3])),
            ContainerId = stored.ContainerId,
            Info = V1.ExecutorInfo.Parser.ParseFrom(stored.Info),
            Kind = kind,
            Directory = stored.Directory,
            User = stored.User,
            StartedAt = new(stored.StartedNanoseconds),
            IsLaunched = stored.Launched,
            Checkpoints = true,
            WasGivenTasks = true,
            State = !stored.Launched ? ExecutorState.Preparing
                : kind == ExecutorKind.Custom ? ExecutorState.Registering : ExecutorState.Running,
        };
    }

    private static AgentTask Task(string[] key, Stored.AgentTask stored) => new()
    {
        Key = new(new(key[2]), new(key[3])),
        Executor = new(new(key[2]), new(stored.ExecutorId)),
        Info = V1.TaskInfo.Parser.ParseFrom(stored.Info),
        Group = stored.Group,
        NestedId = stored.NestedId,
        Order = stored.Order,
        Phase = stored.Delivered ? TaskPhase.Launched : TaskPhase.Queued,
    };

    /// <summary>A command task goes to the host with its executor, and is not stored once more for that.</summary>
    private static bool WentWithItsExecutor(AgentState state, AgentTask task) =>
        state.Executors.GetValueOrDefault(task.Executor) is { Kind: ExecutorKind.Command, IsLaunched: true };

    private static void Replay(AgentState state, string[] key, Stored.AgentUpdate stored)
    {
        var task = new TaskKey(new(key[2]), new(key[3]));
        var update = new StreamUpdate(
            long.Parse(key[4], CultureInfo.InvariantCulture), StatusUpdate.Parser.ParseFrom(stored.Update));
        var stream = state.Streams.GetValueOrDefault(task) ?? new UpdateStream(task, IsDurable: true);
        state.Set(stream.Recovered(update, stored.Acknowledged));
        if (state.Tasks.TryGetValue(task, out var known))
        {
            var delivered = known with { Phase = TaskPhase.Launched };
            state.Set(delivered.WithStatus(update.Update.Status) with
            {
                ForwardedState = update.Update.Status.State,
                ForwardedUuid = update.Update.Uuid,
            });
        }
    }
}
