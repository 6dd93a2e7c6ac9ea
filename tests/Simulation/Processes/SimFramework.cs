using Kernel.Frameworks.Client;
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
    : SimProcess(world, network, $"framework-{number}", $"10.0.2.{number}", 9000), ISchedulerEvents, ISimFramework
{
    private readonly Dictionary<string, SimTask> tasks = [];
    private SimSchedulerClient? client;
    private string? id;
    private int launches;
    private bool isMoody = true;

    /// <summary>How many tasks it keeps running.</summary>
    public int Wanted { get; set; }

    /// <summary>Its id; null until it has subscribed.</summary>
    public string? Id => id;

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public void Subscribed(Event.Types.Subscribed subscribed)
    {
        id = subscribed.FrameworkId.Value;
        AskAll();
    }

    /// <inheritdoc/>
    public void Received(Event message)
    {
        foreach (var offer in message.Offers?.Offers_ ?? [])
        {
            Answer(offer);
        }

        if (message.Update is { } update)
        {
            Update(update.Status);
        }
    }

    /// <inheritdoc/>
    public void Disconnected(string reason)
    {
    }

    /// <inheritdoc/>
    public void Failed(string reason) => Restart($"failed: {reason}", World.Between(100, 2_000));

    /// <inheritdoc/>
    public IEnumerable<string> LiveTasks => Live.Select(static task => task.Id);

    private IEnumerable<SimTask> Live => tasks.Values.Where(static task => !task.IsOver);

    private bool IsSubscribed => client is { IsSubscribed: true };

    /// <inheritdoc/>
    public string? Missing() =>
        !IsSubscribed ? "it is not subscribed"
        : Live.FirstOrDefault(static task => task.State != TaskState.TaskRunning) is { } task ? $"{task.Id} is {task.State}"
        : Live.Count() < Wanted ? $"it has {Live.Count()} tasks and wants {Wanted}"
        : null;

    /// <inheritdoc/>
    public bool Owns(string task) => tasks.ContainsKey(task);

    /// <inheritdoc/>
    public bool MayEnd(string task) => tasks[task] is var one
        && (one.IsKillAsked
            || (one.Group.Length > 0 && tasks.Values.Any(other => other.Group == one.Group && (other.IsKillAsked || other.HasEnded))));

    /// <inheritdoc/>
    public void Ended(string task) => tasks[task].HasEnded = true;

    /// <inheritdoc/>
    public void CalmDown() => isMoody = false;

    private void KillTask(SimTask task)
    {
        task.IsKillAsked = true;
        Send(new() { Type = Call.Types.Type.Kill, Kill = new() { TaskId = new() { Value = task.Id }, AgentId = new() { Value = task.Agent } } });
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        client = new(this, new() { Masters = [.. masters.Select(static address => new Uri($"http://{address}"))], Framework = Info() }, this);
        Soon(World.Between(10_000, 40_000), Reconcile);
        Soon(World.Between(5_000, 30_000), BeMoody);
    }

    /// <inheritdoc/>
    protected override void OnKilled() => client = null;

    /// <inheritdoc/>
    protected override void OnClockChanged() => client?.ClockChanged();

    private void Answer(Offer offer)
    {
        var missing = Wanted - Live.Count();
        var operations = new List<Offer.Types.Operation>();
        var cpus = offer.Resources.Where(static one => one.Name == "cpus" && one.Reservations.Count == 0).Sum(static one => one.Scalar.Value);
        while (missing > 0 && cpus >= 1)
        {
            var together = missing > 1 && cpus >= 2.2 && !World.OneIn(3);
            operations.Add(together ? LaunchGroup(offer) : Launch(offer));
            missing -= together ? 2 : 1;
            cpus -= together ? 2.2 : 1;
        }

        if (operations.Count == 0)
        {
            var seconds = 1 + World.Chance.Next(10);
            Send(new() { Type = Call.Types.Type.Decline, Decline = new() { OfferIds = { offer.Id }, Filters = new() { RefuseSeconds = seconds } } });
            return;
        }

        Send(new()
        {
            Type = Call.Types.Type.Accept,
            Accept = new() { OfferIds = { offer.Id }, Operations = { operations }, Filters = new() { RefuseSeconds = 1 } },
        });
    }

    private Offer.Types.Operation Launch(Offer offer) => new()
    {
        Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { NewTask(offer, "") } },
    };

    private Offer.Types.Operation LaunchGroup(Offer offer)
    {
        var group = $"group-{number}-{launches + 1}";
        return new()
        {
            Type = Offer.Types.Operation.Types.Type.LaunchGroup,
            LaunchGroup = new()
            {
                Executor = new()
                {
                    Type = ExecutorInfo.Types.Type.Default,
                    ExecutorId = new() { Value = group },
                    FrameworkId = new() { Value = id },
                    Resources = { Scalar("cpus", 0.1), Scalar("mem", 32) },
                },
                TaskGroup = new() { Tasks = { NewTask(offer, group), NewTask(offer, group) } },
            },
        };
    }

    private TaskInfo NewTask(Offer offer, string group)
    {
        var task = new SimTask($"task-{number}-{++launches}", offer.AgentId.Value, group);
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

    private void Reconcile()
    {
        AskAll();
        Soon(TimeSpan.FromSeconds(30), Reconcile);
    }

    private void AskAll()
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

    private void BeMoody()
    {
        if (isMoody && IsSubscribed && Live.Any())
        {
            KillTask(Live.ElementAt(World.Chance.Next(Live.Count())));
        }

        Soon(World.Between(5_000, 60_000), BeMoody);
    }

    private void Send(Call call) => client?.Send(call);

    private FrameworkInfo Info()
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

        if (id is not null)
        {
            info.Id = new() { Value = id };
        }

        return info;
    }
}
