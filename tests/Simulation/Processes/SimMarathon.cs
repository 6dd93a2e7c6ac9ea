using System.Text.Json.Nodes;
using Kernel.Frameworks.Client;
using Kernel.Marathon.Core;
using Kernel.Store;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// Marathon, and somebody who wants apps of it: it turns Marathon's loop over its own database and the production subscription
/// machine. What the user wants he asks for again until he is answered, across Marathon's deaths.
/// </summary>
public sealed class SimMarathon(SimWorld world, SimNetwork network, SimDisk disk, IReadOnlyList<string> masters)
    : SimProcess(world, network, "marathon", "10.0.3.1", 8080), ISimFramework
{
    private readonly SortedDictionary<string, int> wanted = new(StringComparer.Ordinal) { ["/a"] = 2, ["/b"] = 1 };
    private readonly HashSet<string> unanswered = ["/a", "/b"];
    private readonly HashSet<string> launched = [];
    private readonly HashSet<string> killed = [];
    private SimLoop<MarathonInput, MarathonEffect>? loop;
    private MarathonEffect.Introduce? introduced;
    private Session? session;
    private InMemoryStore? store;
    private long epoch;
    private bool isCalm;

    /// <summary>What it knows, while it runs.</summary>
    public MarathonState? State { get; private set; }

    /// <inheritdoc/>
    public string? Id => State?.Mesos.FrameworkId;

    /// <inheritdoc/>
    public IEnumerable<string> LiveTasks => State?.Instances.All
        .SelectMany(static instance => instance.Tasks)
        .Where(static task => task.Condition is Condition.Running or Condition.Starting or Condition.Staging or Condition.Killing)
        .Select(static task => task.Id.Value) ?? [];

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public string? Missing()
    {
        if (State is not { Mesos.Connected: true } state)
        {
            return "it is not subscribed";
        }

        if (unanswered.Count > 0 || state.Deployments.Count > 0)
        {
            return $"{unanswered.Count} wishes are not answered, {state.Deployments.Count} deployments go on";
        }

        foreach (var (app, instances) in wanted)
        {
            var run = state.Instances.Of(PathId.Of(app)).Values.Count(static instance => instance.Condition == Condition.Running);
            var has = state.Tree.Specs.GetValueOrDefault(PathId.Of(app))?.InstanceCount;
            if (has != instances || run != instances)
            {
                return $"{app} is to have {instances} instances, is known to want {has}, and {run} run";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Owns(string task) => launched.Contains(task);

    /// <inheritdoc/>
    public bool MayEnd(string task) => killed.Contains(task);

    /// <inheritdoc/>
    public void Ended(string task)
    {
    }

    /// <inheritdoc/>
    public void CalmDown() => isCalm = true;

    /// <inheritdoc/>
    protected override void OnStart()
    {
        store = new(disk.Database);
        epoch = disk.TryLead(store, []) ?? throw new SimFailure("nobody else leads Marathon's database");
        State = Recovery.Recover(new MarathonSettings { Role = "marathon", User = "nobody" }, disk.Database.Entries(Recovery.Prefix));
        loop = new(
            this,
            new MarathonMachine(State),
            (writes, done) => disk.Commit(this, epoch, writes, done, static () => throw new SimFailure("Marathon is fenced from its own database")),
            Perform);
        loop.Tell(new MarathonInput.Started());
        Soon(World.Between(100, 3_000), Wish);
        Soon(World.Between(20_000, 90_000), ChangeMind);
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        loop = null;
        State = null;
        session = null;
        introduced = null;
        disk.Settle(this);
        store!.Crash();
    }

    /// <inheritdoc/>
    protected override void OnClockChanged()
    {
        loop?.Arm();
        session?.Client?.ClockChanged();
    }

    private void Wish()
    {
        foreach (var app in unanswered.Order(StringComparer.Ordinal).ToList())
        {
            var instances = wanted[app];
            var json = new JsonObject { ["id"] = app, ["cmd"] = "sleep 1000", ["cpus"] = 0.5, ["mem"] = 32, ["instances"] = instances };
            var shaped = AppReader.Shape(json, whole: true, new())!;
            var change = new RootChange.UpdateApps([(PathId.Of(app), shaped)], Partial: false, MayCreate: true);
            loop!.Tell(new MarathonInput.RootChanging(change, Force: true, "user", "/v2/apps", new SimReply<ChangeAnswer>(answer =>
            {
                if (answer.Refusal is { } refusal)
                {
                    World.Note(Name, $"refuses {app}: {refusal.Message}");
                }
                else if (wanted[app] == instances)
                {
                    unanswered.Remove(app);
                }
            })));
        }

        Soon(World.Between(2_000, 5_000), Wish);
    }

    private void ChangeMind()
    {
        if (!isCalm)
        {
            var app = World.OneIn(2) ? "/a" : "/b";
            wanted[app] = World.Chance.Next(4);
            unanswered.Add(app);
        }

        Soon(World.Between(20_000, 90_000), ChangeMind);
    }

    private void Perform(MarathonEffect effect)
    {
        switch (effect)
        {
            case MarathonEffect.CallMesos call:
                Remember(call.Call);
                session?.Client?.Send(call.Call.Clone());
                break;
            case MarathonEffect.Introduce introduce:
                introduced = introduce;
                if (introduce.Resubscribe)
                {
                    Begin();
                }

                break;
            case MarathonEffect.Answer answer:
                answer.Give();
                break;
        }
    }

    private void Remember(Call call)
    {
        foreach (var operation in call.Accept?.Operations ?? [])
        {
            launched.UnionWith((operation.Launch?.TaskInfos ?? []).Select(static task => task.TaskId.Value));
        }

        if (call.Kill is { } kill)
        {
            killed.Add(kill.TaskId.Value);
        }
    }

    private void Begin()
    {
        session?.End();
        session = new(this, introduced!);
    }

    private void Lost(Session from, string reason)
    {
        if (session == from)
        {
            loop!.Tell(new MarathonInput.MesosLost(reason));
            if (introduced != from.Info)
            {
                Begin();
            }
        }
    }

    private void Tell(Session from, Event said)
    {
        if (session == from)
        {
            loop!.Tell(new MarathonInput.MesosSpoke(said));
        }
    }

    /// <summary>One subscription, as Marathon's shell has it.</summary>
    private sealed class Session : ISchedulerEvents
    {
        private readonly SimMarathon owner;

        public Session(SimMarathon owner, MarathonEffect.Introduce info)
        {
            this.owner = owner;
            Info = info;
            Client = new(
                owner,
                new()
                {
                    Masters = [.. owner.Masters.Select(static address => new Uri($"http://{address}"))],
                    Framework = info.Info.Clone(),
                    SuppressedRoles = [.. info.SuppressedRoles],
                },
                this);
        }

        public MarathonEffect.Introduce Info { get; }

        public SimSchedulerClient? Client { get; private set; }

        public void End()
        {
            Client?.Stop();
            Client = null;
        }

        public void Subscribed(Event.Types.Subscribed subscribed) =>
            owner.Tell(this, new() { Type = Event.Types.Type.Subscribed, Subscribed = subscribed });

        public void Received(Event message) => owner.Tell(this, message);

        public void Disconnected(string reason) => owner.Lost(this, reason);

        public void Failed(string reason) => owner.Tell(this, new() { Type = Event.Types.Type.Error, Error = new() { Message = reason } });
    }

    private IReadOnlyList<string> Masters => masters;
}
