using System.Globalization;
using Google.Protobuf;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;
using Mesos.V1;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;
using Source = Mesos.V1.TaskStatus.Types.Source;
using Task = Mesos.V1.Task;
using TaskStatus = Mesos.V1.TaskStatus;

namespace LoadTests.Master;

/// <summary>
/// Agents that come back with what they run and what they remember, as Mesos's agents tell it of command tasks. Ten
/// tasks in a row belong to a framework, the next ten to the next.
/// </summary>
/// <param name="agents">How many agents there are.</param>
/// <param name="tasks">How many tasks run on all of them.</param>
/// <param name="completed">How many tasks they remember.</param>
/// <param name="frameworks">How many frameworks the tasks belong to.</param>
/// <param name="isBare">Whether tasks have no statuses, as in Mesos's own benchmarks.</param>
internal sealed class ReportedAgents(int agents, int tasks, int completed, int frameworks, bool isBare = false)
{
    private const string Master = "3c1f3c9e-9f0c-4d5e-8f6a-0a1b2c3d4e5f";
    private const int TasksInRow = 10;

    private static readonly Mesos.V1.Resource[] Total =
        [.. ResourcesFlag.Parse("cpus:32;mem:262144;disk:1048576;ports:[31000-32000]").ToMessages()];

    private static readonly Mesos.V1.Resource[] OfTask =
        [.. ResourcesFlag.Parse("cpus:0.1;mem:32;disk:16").AllocatedTo(Roles.Default).ToMessages()];

    /// <summary>How many agents there are.</summary>
    public int Agents => agents;

    /// <summary>The id of an agent.</summary>
    public static string Id(int agent) => $"{Master}-S{agent}";

    /// <summary>The libprocess address of an agent.</summary>
    public static Upid Address(int agent) =>
        new("slave(1)", string.Create(CultureInfo.InvariantCulture, $"10.{agent >> 16}.{(agent >> 8) & 255}.{agent & 255}"), 5051);

    /// <summary>An agent's message as it comes over the link.</summary>
    public LinkMessage Received(int agent) => new(
        Address(agent), "master", $"mesos.internal.{nameof(ReregisterSlaveMessage)}", Message(agent).ToByteArray());

    /// <summary>An agent's message.</summary>
    public ReregisterSlaveMessage Message(int agent)
    {
        var message = new ReregisterSlaveMessage
        {
            Slave = new() { Hostname = $"agent-{agent}.example.com", Port = 5051, Id = new() { Value = Id(agent) }, Checkpoint = true },
            Version = "1.11.0",
            ResourceVersionUuid = new() { Value = Uuid(agent) },
        };
        message.Slave.Resources.AddRange(Total);
        message.Slave.Attributes.Add(new Mesos.V1.Attribute { Name = "rack", Type = Value.Types.Type.Text, Text = new() { Value = $"r{agent % 100}" } });
        message.AgentCapabilities.AddRange(
            new[] { CapabilityType.MultiRole, CapabilityType.HierarchicalRole, CapabilityType.ReservationRefinement, CapabilityType.ResourceProvider }
                .Select(static type => new AgentInfo.Types.Capability { Type = type }));
        message.Tasks.AddRange(Share(agent, tasks).Select(task => Running(agent, task)));
        message.Frameworks.AddRange(message.Tasks.Select(static task => task.FrameworkId.Value).Distinct().Select(Framework));
        message.CompletedFrameworks.AddRange(
            Share(agent, completed).Select(task => Ended(agent, task)).GroupBy(static task => task.FrameworkId.Value).Select(Archived));
        return message;
    }

    private IEnumerable<int> Share(int agent, int all)
    {
        var (from, to) = ((int)((long)all * agent / agents), (int)((long)all * (agent + 1) / agents));
        return Enumerable.Range(from, to - from);
    }

    private static Archive.Types.Framework Archived(IGrouping<string, Task> tasks)
    {
        var framework = new Archive.Types.Framework { FrameworkInfo = Framework(tasks.Key) };
        framework.Tasks.AddRange(tasks);
        return framework;
    }

    private static FrameworkInfo Framework(string id)
    {
        var framework = new FrameworkInfo
        {
            Id = new() { Value = id }, User = "root", Name = "services", FailoverTimeout = 604800, Checkpoint = true, Hostname = "scheduler.example.com",
        };
        framework.Roles.Add(Roles.Default);
        framework.Capabilities.AddRange(
            new[] { FrameworkInfo.Types.Capability.Types.Type.MultiRole, FrameworkInfo.Types.Capability.Types.Type.PartitionAware }
                .Select(static type => new FrameworkInfo.Types.Capability { Type = type }));
        return framework;
    }

    private Task Running(int agent, int task) => Told(agent, task, "run", TaskState.TaskRunning);

    private Task Ended(int agent, int task) => Told(agent, task, "end", TaskState.TaskFinished);

    private Task Told(int agent, int number, string kind, TaskState state)
    {
        var task = new Task
        {
            Name = $"service-{number % 1000}",
            TaskId = new() { Value = string.Create(CultureInfo.InvariantCulture, $"service-{number % 1000}.{kind}-5d2b1c7e-9a0b-11ee-{number:x12}") },
            FrameworkId = new() { Value = string.Create(CultureInfo.InvariantCulture, $"{Master}-{number / TasksInRow % frameworks:D4}") },
            AgentId = new() { Value = Id(agent) },
            State = state,
            StatusUpdateState = state,
            StatusUpdateUuid = Uuid(number),
            User = "root",
        };
        task.Resources.AddRange(OfTask);
        if (isBare)
        {
            return task;
        }

        task.Statuses.Add(Status(task, TaskState.TaskStarting, number));
        task.Statuses.Add(Status(task, TaskState.TaskRunning, number));
        if (state != TaskState.TaskRunning)
        {
            task.Statuses.Add(Status(task, state, number));
        }

        return task;
    }

    private static TaskStatus Status(Task task, TaskState state, int number)
    {
        var status = new TaskStatus
        {
            TaskId = task.TaskId,
            State = state,
            AgentId = task.AgentId,
            ExecutorId = new() { Value = task.TaskId.Value },
            Source = Source.Executor,
            Timestamp = 1_700_000_000 + number,
            Uuid = Uuid(number),
            ContainerStatus = new() { ContainerId = new() { Value = $"0b1c2d3e-0000-4000-8000-{number:x12}" }, ExecutorPid = 4711 },
        };
        var network = new NetworkInfo();
        network.IpAddresses.Add(new NetworkInfo.Types.IPAddress { IpAddress = "10.0.0.1", Protocol = NetworkInfo.Types.Protocol.Ipv4 });
        status.ContainerStatus.NetworkInfos.Add(network);
        return status;
    }

    private static ByteString Uuid(int number)
    {
        var bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, number);
        return ByteString.CopyFrom(bytes);
    }
}
