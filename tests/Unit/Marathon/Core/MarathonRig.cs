using System.Text.Json.Nodes;
using Google.Protobuf;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Runtime;
using Mesos.V1.Scheduler;
using V1 = Mesos.V1;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Tests.Unit.Marathon.Core;

/// <summary>
/// Marathon's core with a clock that the test moves, a store in memory, and a master that the test plays.
/// </summary>
internal sealed class MarathonRig
{
    private readonly SortedDictionary<string, byte[]> store = new(StringComparer.Ordinal);
    private Loop<MarathonInput, MarathonEffect> loop;
    private int offers;

    internal MarathonRig(MarathonSettings? settings = null)
    {
        Settings = settings ?? new();
        State = new(Settings);
        loop = NewLoop();
        Start();
    }

    internal MarathonSettings Settings { get; }

    internal MarathonState State { get; private set; }

    internal Moment Now { get; private set; } = Moment.FromSeconds(1_700_000_000.137);

    internal List<Call> Calls { get; } = [];

    internal List<MarathonEvent> Events { get; } = [];

    internal List<MarathonEffect> Effects { get; } = [];

    /// <summary>The tasks that were launched and have not ended, as the master knows them.</summary>
    internal Dictionary<string, V1.TaskInfo> Tasks { get; } = [];

    /// <summary>The executors of task groups.</summary>
    internal List<V1.ExecutorInfo> Executors { get; } = [];

    internal void Tell(MarathonInput input) => loop.Turn(input, Now);

    internal void Say(Event said) => Tell(new MarathonInput.MesosSpoke(said));

    /// <summary>Lets time pass; timers are turned when they are due.</summary>
    internal void Pass(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (loop.NextDue <= end)
        {
            Now = loop.NextDue > Now ? loop.NextDue : Now;
            loop.TurnTimer(Now);
        }

        Now = end;
    }

    /// <summary>Ends the process and begins another on the same store.</summary>
    internal void Restart()
    {
        State = Recovery.Recover(Settings, [.. store]);
        loop = NewLoop();
        Start();
    }

    internal ChangeAnswer Change(RootChange change, bool force = false)
    {
        var reply = new PendingReply<ChangeAnswer>();
        Tell(new MarathonInput.RootChanging(change, force, "127.0.0.1", "/v2/apps", reply));
        return reply.Task.Result;
    }

    internal ChangeAnswer Post(string json, bool force = false) =>
        Change(new RootChange.CreateApp(Shaped(json, true)), force);

    internal ChangeAnswer Put(string id, string json, bool force = false) =>
        Change(new RootChange.UpdateApps([(PathId.Of(id), Shaped(json, false))], true, true), force);

    internal ChangeAnswer Delete(string id, bool force = true) =>
        Change(new RootChange.DeleteApp(PathId.Of(id)), force);

    /// <summary>Offers an agent, again and again until Marathon wants no more of it.</summary>
    internal void Offer(
        string host = "h1", double cpus = 16, double mem = 16_384, string role = "*", Action<V1.Offer>? change = null)
    {
        for (var i = 0; i < 100 && State.Instances.WaitingSpecs.Count > 0; i++)
        {
            var before = Calls.Count;
            OfferOnce(host, cpus, mem, role, change);
            if (!Calls.Skip(before).Any(static call => call.Type == Call.Types.Type.Accept))
            {
                return;
            }
        }
    }

    internal void OfferOnce(
        string host = "h1", double cpus = 16, double mem = 16_384, string role = "*", Action<V1.Offer>? change = null)
    {
        var offer = new V1.Offer
        {
            Id = new() { Value = $"O{offers++}" },
            FrameworkId = new() { Value = "F" },
            AgentId = new() { Value = $"S-{host}" },
            Hostname = host,
            AllocationInfo = new() { Role = role },
        };
        offer.Resources.Add(Scalar("cpus", cpus, role));
        offer.Resources.Add(Scalar("mem", mem, role));
        offer.Resources.Add(Scalar("disk", 10_000, role));
        var ports = new V1.Resource { Name = "ports", Type = V1.Value.Types.Type.Ranges, Ranges = new(),
            AllocationInfo = new() { Role = role } };
        ports.Ranges.Range.Add(new V1.Value.Types.Range { Begin = 31_000, End = 32_000 });
        offer.Resources.Add(ports);
        change?.Invoke(offer);
        Say(new() { Type = Event.Types.Type.Offers, Offers = new() { Offers_ = { offer } } });
    }

    internal void Update(string task, V1.TaskState state, bool? healthy = null, string message = "")
    {
        var status = new V1.TaskStatus
        {
            TaskId = new() { Value = task },
            State = state,
            AgentId = new() { Value = "S" },
            Uuid = ByteString.CopyFromUtf8("u"),
            Message = message,
        };
        if (healthy is { } set)
        {
            status.Healthy = set;
        }

        if (InstanceMachine.Of(status).IsTerminal())
        {
            Tasks.Remove(task);
        }

        Say(new() { Type = Event.Types.Type.Update, Update = new() { Status = status } });
    }

    /// <summary>Has every task that was launched run, and every task that was killed end.</summary>
    internal void Settle()
    {
        for (var i = 0; i < 50; i++)
        {
            Offer();
            var staged = State.Instances.All.SelectMany(static instance => instance.Tasks)
                .Where(static task => task.Condition is Condition.Provisioned or Condition.Staging).ToList();
            foreach (var task in staged)
            {
                Update(task.Id.Value, V1.TaskState.TaskRunning);
            }

            var killed = Killed();
            foreach (var task in killed)
            {
                Update(task, V1.TaskState.TaskKilled);
            }

            if (staged.Count == 0 && killed.Count == 0 && State.Instances.WaitingSpecs.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>The tasks that live and that Marathon wants ended.</summary>
    internal List<string> Killed() =>
    [
        .. Calls.Where(static call => call.Type == Call.Types.Type.Kill).Select(static call => call.Kill.TaskId.Value)
            .Where(Tasks.ContainsKey).Distinct(),
    ];

    internal IReadOnlyList<Instance> InstancesOf(string id) => [.. State.Instances.Of(PathId.Of(id)).Values];

    internal static JsonObject Shaped(string json, bool whole)
    {
        var violations = new Violations();
        var shaped = AppReader.Shape(JsonNode.Parse(json)!, whole, violations);
        Assert.Empty(violations.All);
        return shaped!;
    }

    private static V1.Resource Scalar(string name, double value, string role) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = value },
        AllocationInfo = new() { Role = role },
    };

    private Loop<MarathonInput, MarathonEffect> NewLoop() => new(
        new MarathonMachine(State), new Chance(7), Commit, Perform);

    private void Start()
    {
        Tell(new MarathonInput.Started());
        Say(new()
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new() { FrameworkId = new() { Value = "F" },
                MasterInfo = new() { Id = "m", Ip = 1, Port = 5050, Hostname = "m" } },
        });
    }

    private void Commit(IReadOnlyList<Write> writes)
    {
        foreach (var write in writes)
        {
            if (write.Value is null)
            {
                store.Remove(write.Key);
            }
            else
            {
                store[write.Key] = write.Value;
            }
        }

        loop.Committed();
    }

    private void Perform(MarathonEffect effect)
    {
        Effects.Add(effect);
        switch (effect)
        {
            case MarathonEffect.CallMesos call:
                Hear(call.Call);
                break;
            case MarathonEffect.Publish publish:
                Events.Add(publish.Event);
                break;
            case MarathonEffect.Answer answer:
                answer.Give();
                break;
        }
    }

    private void Hear(Call call)
    {
        Calls.Add(call);
        foreach (var operation in call.Accept?.Operations ?? [])
        {
            foreach (var task in operation.Launch?.TaskInfos ?? operation.LaunchGroup?.TaskGroup.Tasks ?? [])
            {
                Tasks[task.TaskId.Value] = task;
            }

            if (operation.LaunchGroup is { } group)
            {
                Executors.Add(group.Executor);
            }
        }
    }
}
