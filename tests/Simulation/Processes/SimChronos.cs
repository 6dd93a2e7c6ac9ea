using System.Globalization;
using System.Text.Json;
using Kernel.Chronos.Core;
using Kernel.Frameworks.Client;
using Kernel.Store;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>Chronos, with a job that is due every half minute and one that follows it; whoever posted them asks until he is answered.</summary>
public sealed class SimChronos(SimWorld world, SimNetwork network, SimDisk disk, IReadOnlyList<string> masters)
    : SimProcess(world, network, "chronos", "10.0.3.2", 4400), ISimFramework
{
    private readonly HashSet<string> launched = [];
    private readonly HashSet<string> killed = [];
    private readonly List<string> unanswered = ["tick", "follow"];
    private SimLoop<ChronosInput, ChronosEffect>? loop;
    private SimSchedulerClient? client;
    private InMemoryStore? store;
    private long epoch;

    /// <summary>What it knows, while it runs.</summary>
    public ChronosState? State { get; private set; }

    /// <inheritdoc/>
    public string? Id => State?.Mesos.FrameworkId;

    /// <inheritdoc/>
    public IEnumerable<string> LiveTasks => State?.Runs.All.Select(static run => run.Id.Value) ?? [];

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public string? Missing() =>
        State is not { Mesos.Connected: true } state ? "it is not subscribed"
        : unanswered.Count > 0 ? $"{unanswered[0]} is not answered"
        : state.Jobs.Count != 2 ? $"it knows {state.Jobs.Count} jobs"
        : state.Runs.CountOf("tick") == 0 ? "its job does not run"
        : null;

    /// <inheritdoc/>
    public bool Owns(string task) => launched.Contains(task);

    /// <inheritdoc/>
    public bool MayEnd(string task) => killed.Contains(task);

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
        store = new(disk.Database);
        epoch = disk.TryLead(store, []) ?? throw new SimFailure("nobody else leads Chronos's database");
        State = Recovery.Recover(new ChronosSettings { Role = "chronos" }, disk.Database.Entries(Recovery.Prefix));
        loop = new(
            this,
            new ChronosMachine(State),
            (writes, done) => disk.Commit(this, epoch, writes, done, static () => throw new SimFailure("Chronos is fenced from its own database")),
            Perform);
        loop.Tell(new ChronosInput.Started());
        Soon(World.Between(100, 3_000), Post);
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        loop = null;
        client = null;
        State = null;
        disk.Settle(this);
        store!.Crash();
    }

    /// <inheritdoc/>
    protected override void OnClockChanged()
    {
        loop?.Arm();
        client?.ClockChanged();
    }

    private void Post()
    {
        foreach (var name in unanswered.ToList())
        {
            var start = World.Now.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            var time = name == "tick" ? $"\"schedule\": \"R/{start}/PT30S\"" : "\"parents\": [\"tick\"]";
            using var json = JsonDocument.Parse($$"""{"name": "{{name}}", "command": "work", "cpus": 0.2, "mem": 32, {{time}}}""");
            var job = JobReader.Read(json.RootElement, State!.Settings.Defaults, Clock);
            loop!.Tell(new ChronosInput.JobPosting(job, name == "follow", new SimReply<string?>(refusal =>
            {
                if (refusal is null)
                {
                    unanswered.Remove(name);
                }
                else
                {
                    World.Note(Name, $"refuses {name}: {refusal}");
                }
            })));
        }

        Soon(World.Between(2_000, 5_000), Post);
    }

    private void Perform(ChronosEffect effect)
    {
        switch (effect)
        {
            case ChronosEffect.CallMesos call:
                launched.UnionWith((call.Call.Accept?.Operations ?? [])
                    .SelectMany(static operation => operation.Launch?.TaskInfos ?? [])
                    .Select(static task => task.TaskId.Value));
                killed.UnionWith(call.Call.Kill is { } kill ? [kill.TaskId.Value] : []);
                client?.Send(call.Call.Clone());
                break;
            case ChronosEffect.Subscribe subscribe:
                client?.Stop();
                client = new(this, Settings(subscribe.FrameworkId), new Session(this));
                break;
            case ChronosEffect.Answer answer:
                answer.Give();
                break;
            case ChronosEffect.Leave leave:
                Restart(leave.Reason, World.Between(100, 2_000));
                break;
        }
    }

    private SubscriptionSettings Settings(string? id) => new()
    {
        Masters = [.. masters.Select(static address => new Uri($"http://{address}"))],
        Framework = new()
        {
            Name = "chronos",
            User = "nobody",
            Role = "chronos",
            Checkpoint = true,
            FailoverTimeout = 604_800,
            Id = id is null ? null : new() { Value = id },
        },
    };

    /// <summary>Hears for Chronos.</summary>
    private sealed class Session(SimChronos owner) : ISchedulerEvents
    {
        public void Subscribed(Event.Types.Subscribed subscribed) =>
            owner.loop!.Tell(new ChronosInput.MesosSpoke(new() { Type = Event.Types.Type.Subscribed, Subscribed = subscribed }));

        public void Received(Event message) => owner.loop!.Tell(new ChronosInput.MesosSpoke(message));

        public void Disconnected(string reason) => owner.loop!.Tell(new ChronosInput.MesosLost(reason));

        public void Failed(string reason) => owner.loop!.Tell(new ChronosInput.MesosRefused(reason));
    }
}
