using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Core.Operations;
using Kernel.Master.Server.Lifting;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using Operation = Mesos.V1.Offer.Types.Operation;
using SchedulerEvent = Mesos.V1.Scheduler.Event;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>A scheduler that a test plays.</summary>
internal sealed class TestFramework(Cluster cluster, FrameworkInfo info)
{
    private int seen;

    public FrameworkInfo Info => info;

    public string Stream { get; private set; } = "";

    public FrameworkId Id => new(info.Id.Value);

    public static TestFramework Subscribe(Cluster cluster, Action<FrameworkInfo>? change)
    {
        var info = new FrameworkInfo { User = "nobody", Name = "test", Checkpoint = true, FailoverTimeout = 60 };
        info.Roles.Add("web");
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = CapabilityType.MultiRole });
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = CapabilityType.PartitionAware });
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = CapabilityType.ReservationRefinement });
        change?.Invoke(info);
        var framework = new TestFramework(cluster, info);
        framework.Subscribe();
        return framework;
    }

    /// <summary>Subscribes, again if it has an id, and takes what it is given to know.</summary>
    public void Subscribe(params string[] suppressed)
    {
        Stream = cluster.NextStream();
        var call = new Call.Types.Subscribe { FrameworkInfo = info.Clone() };
        call.SuppressedRoles.AddRange(suppressed);
        cluster.Tell(new MasterInput.SchedulerSubscribing(Stream, call));
        if (Events(SchedulerEvent.Types.Type.Subscribed) is [.., var subscribed])
        {
            info.Id = subscribed.Subscribed.FrameworkId;
        }
    }

    public void Disconnect() => cluster.Tell(new MasterInput.StreamClosed(Stream));

    public IReadOnlyList<SchedulerEvent> Events(SchedulerEvent.Types.Type type) =>
        [.. cluster.Events.Where(one => one.Stream == Stream && one.Event.Type == type).Select(static one => one.Event)];

    /// <summary>The statuses that have come since the last look.</summary>
    public IReadOnlyList<TaskStatus> NewStatuses()
    {
        var fresh = cluster.Events.Skip(seen)
            .Where(one => one.Stream == Stream && one.Event.Type == SchedulerEvent.Types.Type.Update)
            .Select(static one => one.Event.Update.Status)
            .ToList();
        seen = cluster.Events.Count;
        return fresh;
    }

    /// <summary>The offers that stand.</summary>
    public IReadOnlyList<Kernel.Master.Core.Offer> Offers()
    {
        cluster.Settle();
        return [.. cluster.State.OffersOf(Id).Select(id => cluster.State.Offers[id])];
    }

    public CallAnswer Call(Call call, string? stream = null, string? principal = null)
    {
        call.FrameworkId ??= info.Id;
        var reply = new Cluster.Reply();
        var operations = OperationLifting.Lift(call.Accept?.Operations ?? [], info.Id);
        cluster.Tell(new MasterInput.SchedulerCalled(call, operations, stream ?? Stream, principal, reply));
        return reply.Value ?? throw new InvalidOperationException("the call was not answered");
    }

    public void Accept(Kernel.Master.Core.Offer offer, params Operation[] operations) => Accept([offer.Id.Value], operations);

    public void Accept(IEnumerable<string> offers, params Operation[] operations)
    {
        var accept = new Call.Types.Accept();
        accept.OfferIds.AddRange(offers.Select(static id => new OfferID { Value = id }));
        accept.Operations.AddRange(operations);
        Call(new() { Type = Mesos.V1.Scheduler.Call.Types.Type.Accept, Accept = accept });
    }

    /// <summary>Launches a task on the first offer, and lets it run.</summary>
    public void Run(TestAgent agent, string task)
    {
        Accept(Offers().First(offer => offer.Agent == agent.Id), A.Launch(A.Task(task, agent)));
        agent.Update(this, task, TaskState.TaskRunning);
    }

    public void Acknowledge(TestAgent agent, string task, ByteString uuid) => Call(new()
    {
        Type = Mesos.V1.Scheduler.Call.Types.Type.Acknowledge,
        Acknowledge = new() { AgentId = new() { Value = agent.Id.Value }, TaskId = new() { Value = task }, Uuid = uuid },
    });

    public void Reconcile(params (string Task, string? Agent)[] tasks)
    {
        var reconcile = new Call.Types.Reconcile();
        reconcile.Tasks.AddRange(tasks.Select(static one => new Call.Types.Reconcile.Types.Task
        {
            TaskId = new() { Value = one.Task }, AgentId = one.Agent is null ? null : new() { Value = one.Agent },
        }));
        Call(new() { Type = Mesos.V1.Scheduler.Call.Types.Type.Reconcile, Reconcile = reconcile });
    }
}
