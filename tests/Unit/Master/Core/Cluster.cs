using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using SchedulerEvent = Mesos.V1.Scheduler.Event;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>A master under test: what it is told, what it says to whom, and a clock that tests move.</summary>
internal sealed class Cluster
{
    private readonly PriorityQueue<MasterInput, (Moment, long)> timers = new();
    private readonly Chance chance = new(7);
    private long order;
    private int streams;

    public Cluster(MasterSettings? settings = null, string name = "m", params IEnumerable<KeyValuePair<string, byte[]>> registry)
    {
        State = new(new(name, "master.example", "10.0.0.1", 5050, "1.11.0", Now), settings ?? new());
        Machine = new(State);
        Tell(new MasterInput.Elected(new([.. registry])));
    }

    public MasterState State { get; }

    public MasterMachine Machine { get; }

    public Moment Now { get; private set; } = Moment.FromSeconds(1_000_000);

    /// <summary>What was said to each scheduler stream, in order.</summary>
    public List<(string Stream, SchedulerEvent Event)> Events { get; } = [];

    /// <summary>What was sent to agents, in order.</summary>
    public List<(string To, IMessage Message)> Messages { get; } = [];

    /// <summary>Why the master has ended itself; null if it has not.</summary>
    public string? Aborted { get; private set; }

    /// <summary>The streams that were closed.</summary>
    public List<string> Closed { get; } = [];

    /// <summary>What the subscribers of the operator API were told.</summary>
    public List<MasterEvent> Published { get; } = [];

    /// <summary>The agents that answer no pings.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>What is durable.</summary>
    public SortedDictionary<string, byte[]> Registry { get; } = new(StringComparer.Ordinal);

    public void Tell(MasterInput input)
    {
        var step = new Step<MasterInput, MasterEffect>(Now, chance);
        Machine.Decide(input, step);
        foreach (var timer in step.Timers)
        {
            timers.Enqueue(timer.Input, (timer.Due, order++));
        }

        foreach (var write in step.Writes)
        {
            if (write.Value is null)
            {
                Registry.Remove(write.Key);
            }
            else
            {
                Registry[write.Key] = write.Value;
            }
        }

        foreach (var effect in step.Effects)
        {
            Perform(effect);
        }
    }

    /// <summary>Lets time pass, and what is due in it happen.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (timers.TryPeek(out _, out var due) && due.Item1 <= end)
        {
            Now = due.Item1 > Now ? due.Item1 : Now;
            Tell(timers.Dequeue());
        }

        Now = end;
    }

    /// <summary>Lets what is due at once happen, such as offers.</summary>
    public void Settle() => Pass(TimeSpan.FromMilliseconds(1));

    public TestAgent Agent(string resources = "cpus:4;mem:4096;disk:10000;ports:[31000-32000]", string ip = "10.0.1.1", string hostname = "a1") =>
        TestAgent.Register(this, resources, ip, hostname);

    public TestFramework Framework(Action<FrameworkInfo>? change = null) => TestFramework.Subscribe(this, change);

    public string NextStream() => $"stream-{++streams}";

    public CallAnswer Operator(OperatorCall call, string? principal = null)
    {
        var reply = new Reply();
        Tell(new MasterInput.OperatorCalled(call, principal is null ? null : Principal.Named(principal), reply));
        return reply.Value ?? throw new InvalidOperationException("the operator was not answered");
    }

    private void Perform(MasterEffect effect)
    {
        switch (effect)
        {
            case MasterEffect.SendEvent send:
                Events.Add((send.StreamId, send.Event));
                break;
            case MasterEffect.SendOffers send:
                var offers = new SchedulerEvent { Type = SchedulerEvent.Types.Type.Offers, Offers = new() };
                offers.Offers.Offers_.AddRange(send.Offers.Select(static one => new Mesos.V1.Offer
                {
                    Id = new() { Value = one.Offer.Id.Value },
                    AgentId = new() { Value = one.Offer.Agent.Value },
                    AllocationInfo = new() { Role = one.Offer.Role },
                }));
                Events.Add((send.StreamId, offers));
                break;
            case MasterEffect.CloseStream close:
                Closed.Add(close.StreamId);
                break;
            case MasterEffect.SendToAgent send:
                Messages.Add((send.To, send.Message));
                if (send.Message is Mesos.Internal.PingSlaveMessage && !Silent.Contains(send.To))
                {
                    timers.Enqueue(new MasterInput.AgentPonged(send.To), (Now, order++));
                }

                break;
            case MasterEffect.Answer answer:
                answer.To.Answer(answer.What);
                break;
            case MasterEffect.Abort abort:
                Aborted = abort.Why;
                break;
            case MasterEffect.Publish publish:
                Published.Add(publish.Event);
                break;
        }
    }

    /// <summary>An answer that is looked at later.</summary>
    internal sealed class Reply : IReply<CallAnswer>
    {
        public CallAnswer? Value { get; private set; }

        public void Answer(CallAnswer answer) => Value = answer;
    }
}
