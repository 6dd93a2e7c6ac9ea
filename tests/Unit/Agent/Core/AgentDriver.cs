using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Machine;
using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Agent.Core;

/// <summary>Drives an agent's core by hand: a clock, a disk, and everything that it did to the world.</summary>
internal sealed class AgentDriver
{
    public const string MasterPid = "master@10.0.0.1:5050";
    private readonly Chance chance = new(7);
    private readonly PriorityQueue<AgentInput, (Moment, int)> timers = new();
    private int timersSet;

    public AgentDriver(SortedDictionary<string, byte[]>? disk = null, Func<AgentConfiguration, AgentConfiguration>? change = null)
    {
        Disk = disk ?? new(StringComparer.Ordinal);
        var configuration = Configuration();
        State = new(change is null ? configuration : change(configuration));
        Refusal = AgentRecovery.Load(State, [.. Disk]);
        Machine = new(State);
    }

    public SortedDictionary<string, byte[]> Disk { get; }

    public AgentState State { get; }

    public AgentMachine Machine { get; }

    public string? Refusal { get; }

    public Moment Now { get; private set; } = Moment.FromSeconds(1_000_000);

    /// <summary>Everything done since the last <see cref="Take"/>.</summary>
    public List<AgentEffect> Effects { get; } = [];

    public static V1.Resource Scalar(string name, double value) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = value },
    };

    public static AgentConfiguration Configuration() => new()
    {
        Pid = "slave(1)@10.0.0.2:5051",
        Ip = "10.0.0.2",
        Port = 5051,
        WorkDirectory = "/srv",
        Info = new() { Hostname = "a", Port = 5051, Resources = { Scalar("cpus", 4), Scalar("mem", 1024), Scalar("disk", 1000) } },
        Resources = AgentDescription.Codec,
        Masters = [MasterPid],
        BootId = "boot",
    };

    /// <summary>An agent that a master has registered.</summary>
    public static AgentDriver Registered(Func<AgentConfiguration, AgentConfiguration>? change = null)
    {
        var driver = new AgentDriver(change: change);
        driver.Tell(new AgentStarted());
        driver.Tell(new HostConnected([]));
        driver.Tell(new RegistrationDue(driver.State.Registration.Generation));
        driver.Tell(new AgentRegistered(MasterPid, new() { SlaveId = new() { Value = "S0" } }));
        driver.Take();
        return driver;
    }

    /// <summary>The agent after a crash: the same disk, another process.</summary>
    public AgentDriver Restarted(Func<AgentConfiguration, AgentConfiguration>? change = null) => new(Disk, change) { Now = Now };

    public AgentDriver Tell(AgentInput input)
    {
        var step = new Step<AgentInput, AgentEffect>(Now, chance);
        Machine.Decide(input, step);
        foreach (var write in step.Writes)
        {
            if (write.Value is { } value)
            {
                Disk[write.Key] = value;
            }
            else
            {
                Disk.Remove(write.Key);
            }
        }

        foreach (var timer in step.Timers)
        {
            timers.Enqueue(timer.Input, (timer.Due, timersSet++));
        }

        Effects.AddRange(step.Effects);
        return this;
    }

    /// <summary>It asks to be taken back, and a master takes it back.</summary>
    public AgentDriver TakenBack()
    {
        Tell(new RegistrationDue(State.Registration.Generation)).Take();
        return Tell(new AgentReregistered(MasterPid, new() { SlaveId = new() { Value = "S0" } }));
    }

    public AgentDriver Advance(TimeSpan span)
    {
        var end = Now + span;
        while (timers.TryPeek(out var input, out var due) && due.Item1 <= end)
        {
            timers.Dequeue();
            Now = due.Item1;
            Tell(input);
        }

        Now = end;
        return this;
    }

    public IReadOnlyList<AgentEffect> Take()
    {
        var taken = Effects.ToArray();
        Effects.Clear();
        return taken;
    }

    /// <summary>The messages of a type that peers were sent since the last <see cref="Take"/>.</summary>
    public IReadOnlyList<T> Sent<T>()
        where T : IMessage =>
        [.. Effects.OfType<SendToPeer>().Select(static effect => effect.Message).OfType<T>()];

    public IReadOnlyList<StatusUpdate> Updates => [.. Sent<StatusUpdateMessage>().Select(static message => message.Update)];

    public static V1.FrameworkInfo Framework(bool checkpoint = true, bool partitionAware = true)
    {
        var info = new V1.FrameworkInfo { User = "root", Name = "f", Id = new() { Value = "F" }, Checkpoint = checkpoint };
        if (partitionAware)
        {
            info.Capabilities.Add(new V1.FrameworkInfo.Types.Capability
            {
                Type = V1.FrameworkInfo.Types.Capability.Types.Type.PartitionAware,
            });
        }

        return info;
    }

    public static V1.TaskInfo Task(string id, string? executor = null)
    {
        var task = new V1.TaskInfo
        {
            Name = id,
            TaskId = new() { Value = id },
            AgentId = new() { Value = "S0" },
            Resources = { Scalar("cpus", 1) },
        };
        if (executor is null)
        {
            task.Command = new() { Value = "sleep 1" };
        }
        else
        {
            task.Executor = new() { ExecutorId = new() { Value = executor }, Command = new() { Value = "./executor" } };
        }

        return task;
    }

    public AgentDriver Launch(V1.TaskInfo task, bool? launchExecutor = true, V1.FrameworkInfo? framework = null)
    {
        var message = new RunTaskMessage { Framework = framework ?? Framework(), Task = task };
        if (launchExecutor is { } launch)
        {
            message.LaunchExecutor = launch;
        }

        return Tell(new TaskLaunchRequested(message));
    }

    public ExecutorRun Run(string executor) => State.Executors[Key(executor)];

    public static ExecutorKey Key(string executor) => new(new("F"), new(executor));

    public static TaskKey KeyOf(string task) => new(new("F"), new(task));

    /// <summary>A command task that the executor host runs.</summary>
    public AgentDriver Started(string task, V1.FrameworkInfo? framework = null)
    {
        Launch(Task(task), framework: framework);
        return Tell(new ContainerPrepared(Run(task).ContainerId));
    }

    public AgentDriver Report(string task, V1.TaskState state, byte uuid, string? executor = null) =>
        Tell(new StatusReported(Key(executor ?? task), new()
        {
            TaskId = new() { Value = task },
            State = state,
            Uuid = Uuid(uuid),
        }));

    public AgentDriver Acknowledge(string task, ByteString uuid) => Tell(new UpdateAcknowledged(new()
    {
        SlaveId = new() { Value = "S0" },
        FrameworkId = new() { Value = "F" },
        TaskId = new() { Value = task },
        Uuid = uuid,
    }));

    public AgentDriver Kill(string task) => Tell(new TaskKillRequested(new()
    {
        FrameworkId = new() { Value = "F" },
        TaskId = new() { Value = task },
    }));

    public static ByteString Uuid(byte value) => ByteString.CopyFrom([.. Enumerable.Repeat(value, 16)]);
}
