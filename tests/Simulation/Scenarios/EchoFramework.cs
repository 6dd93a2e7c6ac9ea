using Kernel.Frameworks.Client;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>The smallest framework: it accepts the first offer with one <c>echo</c>, and acknowledges what it hears of it.</summary>
public sealed class EchoFramework(SimWorld world, SimNetwork network, string master)
    : SimProcess(world, network, "framework", "10.0.2.1", 9000), ISchedulerEvents
{
    private SimSchedulerClient? client;
    private bool hasLaunched;

    /// <summary>The states that it was told, in order.</summary>
    public List<TaskState> States { get; } = [];

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public void Subscribed(Event.Types.Subscribed subscribed)
    {
    }

    /// <inheritdoc/>
    public void Received(Event message)
    {
        foreach (var offer in message.Offers?.Offers_ ?? [])
        {
            client!.Send(hasLaunched ? Decline(offer) : Launch(offer));
            hasLaunched = true;
        }

        if (message.Update?.Status is { } status)
        {
            States.Add(status.State);
            client!.Send(new()
            {
                Type = Call.Types.Type.Acknowledge,
                Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
            });
        }
    }

    /// <inheritdoc/>
    public void Disconnected(string reason) => throw new SimFailure($"the framework is disconnected: {reason}");

    /// <inheritdoc/>
    public void Failed(string reason) => throw new SimFailure($"the framework failed: {reason}");

    /// <inheritdoc/>
    protected override void OnStart() => client = new(
        this,
        new() { Masters = [new Uri($"http://{master}")], Framework = new() { User = "nobody", Name = "echo", Checkpoint = true } },
        this);

    private static Call Decline(Offer offer) => new() { Type = Call.Types.Type.Decline, Decline = new() { OfferIds = { offer.Id } } };

    private static Call Launch(Offer offer)
    {
        var task = new TaskInfo
        {
            Name = "echo",
            TaskId = new() { Value = "echo-1" },
            AgentId = offer.AgentId,
            Command = new() { Value = "echo hello" },
            Resources = { Scalar("cpus", 0.1), Scalar("mem", 32) },
        };
        return new()
        {
            Type = Call.Types.Type.Accept,
            Accept = new()
            {
                OfferIds = { offer.Id },
                Operations = { new Offer.Types.Operation { Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { task } } } },
                Filters = new() { RefuseSeconds = 3_600 },
            },
        };
    }

    private static Resource Scalar(string name, double value) =>
        new() { Name = name, Type = Value.Types.Type.Scalar, Scalar = new() { Value = value } };
}
