using Google.Protobuf;
using Kernel.Model;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Capability = Mesos.V1.FrameworkInfo.Types.Capability;
using Resource = Mesos.V1.Resource;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// A framework as its author would write it: it keeps so many tasks running, remembers them across its own restarts,
/// acknowledges, reconciles, and now and then kills one.
/// </summary>
public sealed class SimFramework(
    SimWorld world, SimNetwork network, int number, IReadOnlyList<string> masters, bool isPartitionAware)
    : SimProcess(world, network, $"framework-{number}", $"10.0.2.{number}", 9000), ISimEnd
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(75);

    private readonly Dictionary<string, SimTask> tasks = [];
    private string? id;
    private int launches;
    private SimConnection? stream;
    private SimConnection? calls;
    private string? streamId;
    private string master = masters[0];
    private Moment heard;
    private long requests;

    /// <summary>How many tasks it keeps running.</summary>
    public int Wanted { get; set; }

    /// <summary>Whether it kills tasks now and then.</summary>
    public bool IsMoody { get; set; } = true;

    /// <summary>Its id; null until it has subscribed.</summary>
    public string? Id => id;

    /// <summary>Whether a master has it subscribed.</summary>
    public bool IsSubscribed => streamId is not null && isWelcome;

    /// <summary>Every task that it has launched.</summary>
    public IReadOnlyDictionary<string, SimTask> Tasks => tasks;

    /// <summary>Those that are not over, as far as it knows.</summary>
    public IEnumerable<SimTask> Live => tasks.Values.Where(static task => !task.IsOver);

    private bool isWelcome;

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public void Opened(SimConnection connection)
    {
        if (connection == stream)
        {
            Post(connection, SubscribeCall());
        }
    }

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        if (connection == calls && payload is SchedulerAnswer { Status: not 202 } refusal)
        {
            World.Note(Name, $"is refused: {refusal.Status} {refusal.Body}");
        }

        if (connection != stream)
        {
            return;
        }

        switch (payload)
        {
            case SchedulerAnswer { Status: 200 } answer:
                streamId = answer.StreamId;
                break;
            case SchedulerAnswer answer:
                Reconnect(answer.Location);
                break;
            case SchedulerRecord record:
                heard = Clock;
                Take(record.Read());
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        // A call may have been lost with either: subscribing anew takes back every offer, and asks after every task.
        if (connection == stream || connection == calls)
        {
            Reconnect(null);
        }
    }

    /// <summary>Kills a task.</summary>
    public void KillTask(SimTask task)
    {
        task.IsKillAsked = true;
        Send(new() { Type = Call.Types.Type.Kill, Kill = new() { TaskId = new() { Value = task.Id }, AgentId = new() { Value = task.Agent } } });
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        Connect();
        Soon(World.Between(1_000, 10_000), Watch);
        Soon(World.Between(10_000, 40_000), Reconcile);
        Soon(World.Between(5_000, 30_000), BeMoody);
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        stream = calls = null;
        streamId = null;
        isWelcome = false;
    }

    private void Connect()
    {
        heard = Clock;
        stream = Network.Open(this, master, "scheduler", this);
    }

    private void Reconnect(string? address)
    {
        stream?.CloseByClient();
        calls?.CloseByClient();
        stream = calls = null;
        streamId = null;
        isWelcome = false;
        master = address ?? masters[World.Chance.Next(masters.Count)];
        Soon(World.Between(50, 2_000), Connect);
    }

    private void Watch()
    {
        if (stream is not null && Clock - heard > Silence)
        {
            World.Note(Name, "hears nothing");
            Reconnect(null);
        }

        Soon(TimeSpan.FromSeconds(5), Watch);
    }

    private void Take(Event message)
    {
        switch (message.Type)
        {
            case Event.Types.Type.Subscribed:
                id = message.Subscribed.FrameworkId.Value;
                isWelcome = true;
                Reconcile(all: true);
                break;
            case Event.Types.Type.Offers:
                foreach (var offer in message.Offers.Offers_)
                {
                    Answer(offer);
                }

                break;
            case Event.Types.Type.Update:
                Update(message.Update.Status);
                break;
            case Event.Types.Type.Error:
                World.Note(Name, $"is told an error: {message.Error.Message}");
                Reconnect(null);
                break;
        }
    }

    private void Answer(Offer offer)
    {
        var missing = Wanted - Live.Count();
        var infos = new List<TaskInfo>();
        var cpus = offer.Resources.Where(static one => one.Name == "cpus").Sum(static one => one.Scalar.Value);
        var mem = offer.Resources.Where(static one => one.Name == "mem").Sum(static one => one.Scalar.Value);
        for (; missing > 0 && cpus >= 1 && mem >= 64; missing--)
        {
            infos.Add(NewTask(offer));
            cpus -= 1;
            mem -= 64;
        }

        if (infos.Count == 0)
        {
            var seconds = 1 + World.Chance.Next(10);
            Send(new() { Type = Call.Types.Type.Decline, Decline = new() { OfferIds = { offer.Id }, Filters = new() { RefuseSeconds = seconds } } });
            return;
        }

        var launch = new Offer.Types.Operation { Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { infos } } };
        Send(new()
        {
            Type = Call.Types.Type.Accept,
            Accept = new() { OfferIds = { offer.Id }, Operations = { launch }, Filters = new() { RefuseSeconds = 1 } },
        });
    }

    private TaskInfo NewTask(Offer offer)
    {
        var task = new SimTask($"task-{number}-{++launches}", offer.AgentId.Value, Clock);
        tasks.Add(task.Id, task);
        return new()
        {
            Name = "task",
            TaskId = new() { Value = task.Id },
            AgentId = offer.AgentId,
            Command = new() { Value = "work", Shell = true },
            Resources = { Scalar("cpus", 1), Scalar("mem", 64) },
        };
    }

    private static Resource Scalar(string name, double value) =>
        new() { Name = name, Type = Value.Types.Type.Scalar, Scalar = new() { Value = value } };

    private void Update(TaskStatus status)
    {
        if (tasks.TryGetValue(status.TaskId.Value, out var task))
        {
            task.Take(status);
            if (task.IsRisen && !task.IsKillAsked)
            {
                // Given up for lost, and replaced perhaps; now it is back.
                KillTask(task);
            }
        }

        if (status.HasUuid && !status.Uuid.IsEmpty)
        {
            Send(new()
            {
                Type = Call.Types.Type.Acknowledge,
                Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
            });
            task?.Acknowledged(status.Uuid);
        }
    }

    private void Reconcile() => Reconcile(all: false);

    private void Reconcile(bool all)
    {
        if (IsSubscribed)
        {
            var call = new Call { Type = Call.Types.Type.Reconcile, Reconcile = new() };
            call.Reconcile.Tasks.AddRange(Live.Select(static task => new Call.Types.Reconcile.Types.Task
            {
                TaskId = new() { Value = task.Id }, AgentId = new() { Value = task.Agent },
            }));
            if (call.Reconcile.Tasks.Count > 0)
            {
                Send(call);
            }

            // Without tasks, it asks for all that the master knows: some may run that were given up.
            Send(new() { Type = Call.Types.Type.Reconcile, Reconcile = new() });

            foreach (var task in tasks.Values.Where(static task => task.IsRisen || (task.IsKillAsked && !task.IsOver)))
            {
                KillTask(task);
            }

            if (Live.Count() < Wanted)
            {
                Send(new() { Type = Call.Types.Type.Revive, Revive = new() });
            }
        }

        if (!all)
        {
            Soon(TimeSpan.FromSeconds(30), Reconcile);
        }
    }

    private void BeMoody()
    {
        if (IsMoody && IsSubscribed && Live.Any())
        {
            KillTask(Live.ElementAt(World.Chance.Next(Live.Count())));
        }

        Soon(World.Between(5_000, 60_000), BeMoody);
    }

    private void Send(Call call)
    {
        if (!IsSubscribed)
        {
            return;
        }

        call.FrameworkId = new() { Value = id };
        calls ??= Network.Open(this, master, "scheduler", this);
        Post(calls, call);
    }

    private void Post(SimConnection connection, Call call)
    {
        World.Note(Name, call);
        connection.SendToServer(new SchedulerRequest(++requests, call.ToByteArray(), connection == stream ? null : streamId));
    }

    private Call SubscribeCall()
    {
        var info = new FrameworkInfo
        {
            User = "nobody",
            Name = Name,
            Checkpoint = true,
            FailoverTimeout = 3_600,
            Roles = { $"role-{number}" },
            Capabilities =
            {
                new Capability { Type = Capability.Types.Type.MultiRole },
                new Capability { Type = Capability.Types.Type.ReservationRefinement },
            },
        };
        if (isPartitionAware)
        {
            info.Capabilities.Add(new Capability { Type = Capability.Types.Type.PartitionAware });
        }

        var call = new Call { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } };
        if (id is not null)
        {
            info.Id = new() { Value = id };
            call.FrameworkId = new() { Value = id };
        }

        return call;
    }
}
