using System.Text.Json;
using Kernel.Chronos.Core;
using Kernel.Model;
using Kernel.Runtime;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Resource = Mesos.V1.Resource;

namespace Kernel.Tests.Unit.Chronos.Core;

/// <summary>Turns Chronos's loop by hand: a clock that the test moves, a store that survives a crash, and a master that records.</summary>
internal sealed class ChronosDriver
{
    private readonly SortedDictionary<string, byte[]> stored = new(StringComparer.Ordinal);
    private readonly ChronosSettings settings;
    private Loop<ChronosInput, ChronosEffect> loop;
    private int offers;
    private int uuids;

    public ChronosDriver(ChronosSettings? settings = null)
    {
        this.settings = settings ?? new();
        loop = Start();
    }

    public Moment Now { get; private set; } = Moment.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public ChronosMachine Machine { get; private set; } = null!;

    public ChronosState State => Machine.State;

    public List<Call> Calls { get; } = [];

    public List<string> Notices { get; } = [];

    public List<ChronosEffect> Effects { get; } = [];

    /// <summary>The tasks that were launched and not yet taken note of.</summary>
    public Queue<TaskInfo> Launched { get; } = new();

    public IReadOnlyDictionary<string, byte[]> Stored => stored;

    /// <summary>What is lost with the process is lost; what was stored is loaded.</summary>
    public void Crash()
    {
        Launched.Clear();
        Calls.Clear();
        loop = Start();
        Subscribe();
    }

    public void Subscribe() => Hear(new()
    {
        Type = Event.Types.Type.Subscribed, Subscribed = new() { FrameworkId = new() { Value = "framework-1" } },
    });

    /// <summary>Tells the loop something, and whatever is due at once after it.</summary>
    public void Tell(ChronosInput input)
    {
        loop.Turn(input, Now);
        Advance(TimeSpan.Zero);
    }

    public T Ask<T>(Func<IReply<T>, ChronosInput> ask)
    {
        var reply = new Reply<T>();
        Tell(ask(reply));
        Assert.True(reply.IsAnswered, "every question is answered");
        return reply.Value!;
    }

    /// <summary>Posts a job and gives the refusal.</summary>
    public string? Post(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var job = JobReader.Read(document.RootElement, settings.Defaults, Now);
            return Ask<string?>(reply => new ChronosInput.JobPosting(job, job.IsDependent, reply));
        }
        catch (JobRefusedException refused)
        {
            return refused.Message;
        }
    }

    public void Accepts(string json) => Assert.Null(Post(json));

    public string? Run(string job, string arguments = "") => Ask<string?>(reply => new ChronosInput.RunRequested(job, arguments, reply));

    public Job Job(string name) => State.Jobs.Of(name)!;

    public void Advance(TimeSpan span)
    {
        var end = Now + span;
        while (loop.NextDue <= end)
        {
            Now = loop.NextDue > Now ? loop.NextDue : Now;
            loop.TurnTimer(Now);
        }

        Now = end;
    }

    public void Offer(double cpus = 10, double mem = 10_000, double disk = 10_000, params (string Name, string Text)[] attributes)
    {
        var offer = new Offer
        {
            Id = new() { Value = $"offer-{++offers}" },
            FrameworkId = new() { Value = "framework-1" },
            AgentId = new() { Value = "agent-1" },
            Hostname = "host-1",
            Resources = { Scalar("cpus", cpus), Scalar("mem", mem), Scalar("disk", disk) },
        };
        offer.Attributes.AddRange(attributes.Select(static pair => new Mesos.V1.Attribute
        {
            Name = pair.Name, Type = Value.Types.Type.Text, Text = new() { Value = pair.Text },
        }));
        Hear(new() { Type = Event.Types.Type.Offers, Offers = new() { Offers_ = { offer } } });
    }

    /// <summary>Offers what is needed and gives the one task that is launched.</summary>
    public TaskInfo Launches()
    {
        Offer();
        return Assert.Single(TakeLaunched());
    }

    public void LaunchesNothing()
    {
        Offer();
        Assert.Empty(TakeLaunched());
    }

    public IReadOnlyList<TaskInfo> TakeLaunched()
    {
        var tasks = Launched.ToList();
        Launched.Clear();
        return tasks;
    }

    public void Update(TaskInfo task, TaskState state, string message = "") => Update(task.TaskId.Value, state, message);

    public void Update(string task, TaskState state, string message = "") => Hear(new()
    {
        Type = Event.Types.Type.Update,
        Update = new()
        {
            Status = new()
            {
                TaskId = new() { Value = task },
                AgentId = new() { Value = "agent-1" },
                State = state,
                Message = message,
                Uuid = Google.Protobuf.ByteString.CopyFrom(BitConverter.GetBytes(++uuids)),
            },
        },
    });

    private static Resource Scalar(string name, double value) =>
        new() { Name = name, Type = Value.Types.Type.Scalar, Scalar = new() { Value = value }, Role = "*" };

    private Loop<ChronosInput, ChronosEffect> Start()
    {
        Machine = new(Recovery.Recover(settings, stored));
        Loop<ChronosInput, ChronosEffect>? started = null;
        started = new(Machine, new Chance(1), writes => Commit(writes, () => started!), Perform);
        loop = started;
        loop.Turn(new ChronosInput.Started(), Now);
        return started;
    }

    private void Commit(IReadOnlyList<Write> writes, Func<Loop<ChronosInput, ChronosEffect>> turned)
    {
        foreach (var write in writes)
        {
            if (write.Value is null)
            {
                stored.Remove(write.Key);
            }
            else
            {
                stored[write.Key] = write.Value;
            }
        }

        turned().Committed();
    }

    private void Perform(ChronosEffect effect)
    {
        Effects.Add(effect);
        switch (effect)
        {
            case ChronosEffect.CallMesos { Call: var call }:
                Calls.Add(call);
                foreach (var task in call.Accept?.Operations.SelectMany(static operation => operation.Launch.TaskInfos) ?? [])
                {
                    Launched.Enqueue(task);
                }

                break;
            case ChronosEffect.Notify { Notice: var notice }:
                Notices.Add(notice.Subject);
                break;
            case ChronosEffect.Answer answer:
                answer.Give();
                break;
        }
    }

    private void Hear(Event said) => Tell(new ChronosInput.MesosSpoke(said));

    private sealed class Reply<T> : IReply<T>
    {
        public bool IsAnswered { get; private set; }

        public T? Value { get; private set; }

        public void Answer(T answer) => (IsAnswered, Value) = (true, answer);
    }
}
