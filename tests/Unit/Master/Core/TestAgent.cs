using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.Internal;
using Mesos.V1;
using AgentState = Kernel.Master.Core.Agent;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>An agent that a test plays.</summary>
internal sealed class TestAgent(Cluster cluster, string pid, ReportedAgent reported)
{
    private static readonly CapabilityType[] Capabilities =
    [
        CapabilityType.MultiRole, CapabilityType.HierarchicalRole, CapabilityType.ReservationRefinement,
        CapabilityType.ResourceProvider, CapabilityType.ResizeVolume, CapabilityType.AgentOperationFeedback,
        CapabilityType.AgentDraining, CapabilityType.TaskResourceLimits,
    ];

    private int updates;

    public string Pid => pid;

    public AgentId Id { get; private set; }

    public AgentState Known => cluster.State.Agents[Id];

    public static TestAgent Register(Cluster cluster, string resources, string ip, string hostname)
    {
        var agent = Knock(cluster, resources, ip, hostname, null);
        agent.Id = cluster.State.AgentAt(agent.Pid)!.Id;
        return agent;
    }

    /// <summary>An agent that asks to register, whatever comes of it.</summary>
    public static TestAgent Knock(Cluster cluster, string resources, string ip, string hostname, string? principal)
    {
        var info = new AgentInfo { Hostname = hostname, Port = 5051 };
        var total = ResourcesFlag.Parse(resources);
        var reported = new ReportedAgent(info, total, "1.11.0", [.. Capabilities], ByteString.CopyFrom(new byte[16]));
        var agent = new TestAgent(cluster, $"slave(1)@{ip}:5051", reported);
        if (principal is not null)
        {
            cluster.State.Know(agent.Pid, principal);
        }

        cluster.Tell(new MasterInput.AgentRegistering(agent.Pid, reported));
        return agent;
    }

    /// <summary>The messages of a type that it was sent, in order.</summary>
    public IReadOnlyList<T> Received<T>() => [.. cluster.Messages.Where(one => one.To == pid).Select(static one => one.Message).OfType<T>()];

    public void Reregister(IEnumerable<TaskEntry>? tasks = null, params FrameworkInfo[] frameworks) => Reregister(tasks ?? [], [], frameworks);

    public void Reregister(IEnumerable<TaskEntry> tasks, IEnumerable<TaskEntry> completed, params FrameworkInfo[] frameworks)
    {
        var info = reported.Info.Clone();
        info.Id = new() { Value = Id.Value };
        cluster.Tell(new MasterInput.AgentReregistering(
            pid, reported with { Info = info }, new([.. frameworks], [], [.. tasks], [.. completed])));
    }

    public void Disconnect() => cluster.Tell(new MasterInput.LinkClosed(Pids.Address(pid)));

    /// <summary>Answers no ping from now on.</summary>
    public void FallSilent() => cluster.Silent.Add(pid);

    public ByteString Update(TestFramework framework, string task, TaskState state, TaskState? latest = null)
    {
        var uuid = ByteString.CopyFromUtf8($"uuid-{++updates:D11}");
        cluster.Tell(new MasterInput.StatusForwarded(pid, new StatusUpdate
        {
            FrameworkId = new() { Value = framework.Id.Value },
            SlaveId = new() { Value = Id.Value },
            Status = new TaskStatus
            {
                TaskId = new() { Value = task }, State = state, Uuid = uuid, Source = TaskStatus.Types.Source.Executor,
            },
            Timestamp = cluster.Now.Seconds,
            Uuid = uuid,
            LatestState = latest ?? state,
        }));
        return uuid;
    }
}
