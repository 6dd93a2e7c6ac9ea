using Google.Protobuf;
using Kernel.Frameworks.Client;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// The scheduler client without sockets: the production subscription machine over simulated connections. Calls go out one by
/// one, each after the answer to the one before, as <c>CallSending</c> does it.
/// </summary>
public sealed class SimSchedulerClient : ISimEnd
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly SimProcess owner;
    private readonly ISchedulerEvents events;
    private readonly SimLoop<SubscriptionInput, SubscriptionEffect> loop;
    private readonly Queue<(Route Route, Call Call)> waiting = new();
    private SimConnection? stream;
    private SubscriptionEffect.Open? opening;
    private SimConnection? calls;
    private Route? route;
    private Route? broken;
    private (Route Route, long Number)? underWay;
    private long requests;

    /// <summary>Creates the client of a process that has just started, and subscribes.</summary>
    public SimSchedulerClient(SimProcess owner, SubscriptionSettings settings, ISchedulerEvents events)
    {
        this.owner = owner;
        this.events = events;
        loop = new(owner, new SubscriptionMachine(settings), static (_, done) => done(), Perform);
        loop.Tell(new SubscriptionInput.Started());
    }

    /// <summary>Whether calls can be sent.</summary>
    public bool IsSubscribed => route is not null;

    /// <summary>Sends a call.</summary>
    /// <returns>False if it cannot be sent.</returns>
    public bool Send(Call call)
    {
        if (route is not { } now)
        {
            return false;
        }

        call.FrameworkId = new() { Value = now.Framework };
        owner.World.Note(owner.Name, call);
        waiting.Enqueue((now, call));
        SendNext();
        return true;
    }

    /// <summary>Ends the subscription for good.</summary>
    public void Stop() => loop.Tell(new SubscriptionInput.Stopped());

    /// <summary>Notices that the clock of its process has jumped.</summary>
    public void ClockChanged() => loop.Arm();

    /// <inheritdoc/>
    void ISimEnd.Opened(SimConnection connection)
    {
        if (connection == stream)
        {
            connection.SendToServer(new SchedulerRequest(++requests, opening!.Call.ToByteArray(), null));
        }
    }

    /// <inheritdoc/>
    void ISimEnd.Received(SimConnection connection, object payload)
    {
        if (connection == stream)
        {
            loop.Tell(OfStream(opening!.Attempt, payload));
        }
        else if (connection == calls && payload is SchedulerAnswer answer && answer.Number == underWay?.Number)
        {
            owner.World.Note(owner.Name, $"is answered {answer.Status} {answer.Body}");
            underWay = null;
            SendNext();
        }
    }

    /// <inheritdoc/>
    void ISimEnd.Closed(SimConnection connection)
    {
        if (connection == stream)
        {
            stream = null;
            loop.Tell(new SubscriptionInput.Ended(opening!.Attempt, "the connection broke"));
        }
        else if (connection == calls)
        {
            calls = null;
            Lose("the connection broke");
        }
    }

    private static SubscriptionInput OfStream(int attempt, object payload) => payload switch
    {
        SchedulerAnswer { Status: 200 } answer => new SubscriptionInput.Opened(attempt, answer.StreamId!),
        SchedulerAnswer { Status: 307 } answer => new SubscriptionInput.Redirected(attempt, new Uri($"http://{answer.Location}")),
        SchedulerAnswer answer => new SubscriptionInput.Ended(attempt, $"answered {answer.Status}"),
        SchedulerRecord record => new SubscriptionInput.Received(attempt, record.Read()),
        _ => throw new SimFailure($"a master sends {payload.GetType().Name} to a scheduler"),
    };

    private void Perform(SubscriptionEffect effect)
    {
        switch (effect)
        {
            case SubscriptionEffect.Open open:
                CloseStream();
                opening = open;
                stream = owner.Network.Open(owner, open.Master.Authority, "scheduler", this);
                break;
            case SubscriptionEffect.Close:
                route = null;
                CloseStream();
                break;
            case SubscriptionEffect.TellSubscribed told:
                route = new(told.Master.Authority, told.StreamId, told.Event.FrameworkId.Value);
                events.Subscribed(told.Event);
                break;
            case SubscriptionEffect.TellEvent told:
                events.Received(told.Event);
                break;
            case SubscriptionEffect.TellDisconnected told:
                route = null;
                events.Disconnected(told.Reason);
                break;
            case SubscriptionEffect.TellFailed told:
                route = null;
                events.Failed(told.Reason);
                break;
        }
    }

    private void CloseStream()
    {
        stream?.CloseByClient();
        stream = null;
    }

    private void SendNext()
    {
        while (underWay is null && waiting.TryDequeue(out var next))
        {
            if (next.Route != broken)
            {
                Send(next.Route, next.Call);
            }
        }
    }

    private void Send(Route to, Call call)
    {
        if (calls is null || calls.Purpose != $"scheduler {to.Master}")
        {
            calls?.CloseByClient();
            calls = owner.Network.Open(owner, to.Master, $"scheduler {to.Master}", this);
        }

        var number = ++requests;
        underWay = (to, number);
        calls.SendToServer(new SchedulerRequest(number, call.ToByteArray(), to.StreamId));
        owner.Soon(CallTimeout, () =>
        {
            if (underWay?.Number == number)
            {
                calls?.CloseByClient();
                calls = null;
                Lose("no answer came");
            }
        });
    }

    private void Lose(string why)
    {
        if (underWay is { } lost)
        {
            underWay = null;
            broken = lost.Route;
            loop.Tell(new SubscriptionInput.CallLost(lost.Route.StreamId, why));
            SendNext();
        }
    }

    private sealed record Route(string Master, string StreamId, string Framework);
}
