using Google.Protobuf;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Scheduler;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// A scheduler that does what a script says, and nothing of its own accord but this: it acknowledges updates, unless it is told not to.
/// </summary>
public sealed class ScriptedFramework(Scenario scenario, int number, FrameworkInfo info)
    : SimProcess(scenario.World, scenario.Cluster.Network, $"scheduler-{number}", $"10.0.3.{number}", 9000), ISimFramework, ISimEnd
{
    private readonly HashSet<string> owned = [];
    private readonly HashSet<string> killAsked = [];
    private readonly Dictionary<long, ScriptedCall> underWay = [];
    private SimConnection? stream;
    private SimConnection? calls;
    private long requests;

    /// <summary>What it says of itself.</summary>
    public FrameworkInfo Info => info;

    /// <inheritdoc/>
    public string? Id => info.Id?.Value;

    /// <summary>The id of its stream; null while it has none.</summary>
    public string? StreamId { get; private set; }

    /// <summary>Whether it acknowledges updates.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Whether its tasks may be ended though it has not asked for that.</summary>
    public bool LetsGo { get; set; }

    /// <summary>Every event that has come, on whichever stream.</summary>
    public List<Event> Events { get; } = [];

    /// <summary>The offers that it has in hand, the oldest first.</summary>
    public List<Offer> Offers { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> LiveTasks => [];

    /// <summary>Whether its stream is open and it has been told its id.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>Subscribes, and waits until it has.</summary>
    public void Subscribe()
    {
        AskToSubscribe();
        scenario.Until(() => IsSubscribed, $"{Name} is subscribed");
    }

    /// <summary>Opens a stream with the master that leads; its old one, if there is one, is let be.</summary>
    public void AskToSubscribe()
    {
        Offers.Clear();
        IsSubscribed = false;
        calls?.CloseByClient();
        calls = null;
        stream = Network.Open(this, scenario.Master.Address, "scheduler", this);
        var call = new Call { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } };
        if (info.Id is not null)
        {
            call.FrameworkId = info.Id;
        }

        stream.SendToServer(new SchedulerRequest(++requests, call.ToByteArray(), null));
    }

    /// <summary>Closes its stream, as a scheduler does that is stopped.</summary>
    public void Disconnect()
    {
        IsSubscribed = false;
        stream?.CloseByClient();
        stream = null;
    }

    /// <summary>Its stream breaks, and neither end knows for a while.</summary>
    public void LoseStream()
    {
        stream?.Break(noticedSoon: false);
        stream = null;
    }

    /// <summary>Makes a call.</summary>
    public ScriptedCall Send(Call call)
    {
        call.FrameworkId = info.Id;
        World.Note(Name, call);
        Remember(call);
        calls ??= Network.Open(this, scenario.Master.Address, $"scheduler {scenario.Master.Address}", this);
        var made = new ScriptedCall(call);
        underWay.Add(++requests, made);
        calls.SendToServer(new SchedulerRequest(requests, call.ToByteArray(), StreamId));
        return made;
    }

    /// <summary>Waits for an offer.</summary>
    public Offer NextOffer()
    {
        scenario.Until(() => Offers.Count > 0, $"{Name} has an offer");
        return Offers[0];
    }

    /// <summary>The statuses of a task that have come, in order.</summary>
    public IReadOnlyList<TaskStatus> Of(string task) =>
        [.. Events.Select(static one => one.Update?.Status).OfType<TaskStatus>().Where(status => status.TaskId.Value == task)];

    /// <summary>The last status of a task; null if none has come.</summary>
    public TaskStatus? Last(string task) => Of(task) is [.., var last] ? last : null;

    /// <summary>Waits for a state of a task.</summary>
    public TaskStatus Await(string task, TaskState state)
    {
        scenario.Until(() => Last(task)?.State == state, $"{task} is {state}; it is {Last(task)}");
        return Last(task)!;
    }

    /// <summary>Waits for an event; one that has come already will do.</summary>
    public Event AwaitEvent(Predicate<Event> isIt)
    {
        scenario.Until(() => Events.Exists(isIt), $"{Name} is told");
        return Events.Find(isIt)!;
    }

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        switch (payload)
        {
            case SchedulerAnswer answer when connection == stream:
                StreamId = answer.StreamId;
                break;
            case SchedulerRecord record when connection == stream:
                Take(record.Read());
                break;
            case SchedulerAnswer answer when underWay.Remove(answer.Number, out var call):
                call.Answer(answer.Status, answer.Body);
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        if (connection == stream)
        {
            stream = null;
            IsSubscribed = false;
            Offers.Clear();
        }
        else if (connection == calls)
        {
            calls = null;
        }
    }

    /// <inheritdoc/>
    public string? Missing() => null;

    /// <inheritdoc/>
    public bool Owns(string task) => owned.Contains(task);

    /// <inheritdoc/>
    public bool MayEnd(string task) => LetsGo || killAsked.Contains(task);

    /// <inheritdoc/>
    public void Ended(string task)
    {
    }

    /// <inheritdoc/>
    public void CalmDown()
    {
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
    }

    private void Take(Event message)
    {
        World.Note(Name, message);
        Events.Add(message);
        if (message.Subscribed is { } subscribed)
        {
            info.Id = subscribed.FrameworkId;
            IsSubscribed = true;
        }

        Offers.AddRange(message.Offers?.Offers_ ?? []);
        Offers.RemoveAll(offer => offer.Id.Equals(message.Rescind?.OfferId));
        if (Acknowledges && message.Update?.Status is { HasUuid: true } status)
        {
            this.Acknowledge(status);
        }
    }

    private void Remember(Call call)
    {
        Offers.RemoveAll(offer => (call.Accept?.OfferIds ?? call.Decline?.OfferIds)?.Contains(offer.Id) == true);
        foreach (var operation in call.Accept?.Operations ?? [])
        {
            owned.UnionWith((operation.Launch?.TaskInfos ?? []).Select(static task => task.TaskId.Value));
            owned.UnionWith((operation.Launch?.TaskInfos ?? []).Select(static task => task.Executor?.ExecutorId.Value).OfType<string>());
            owned.UnionWith((operation.LaunchGroup?.TaskGroup.Tasks ?? []).Select(static task => task.TaskId.Value));
        }

        killAsked.UnionWith(call.Kill is { } kill ? [kill.TaskId.Value] : []);
        LetsGo |= call.Type is Call.Types.Type.Teardown or Call.Types.Type.Shutdown;
    }
}
