using Kernel.Protocol;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Credential = Kernel.Model.Credential;
using Operation = Mesos.V1.Offer.Types.Operation;

namespace Kernel.Frameworks.Client;

/// <summary>
/// What a framework author writes: override what you want to hear of, call what you want to happen. The methods are
/// called one at a time. Status updates are acknowledged when <see cref="OnUpdate"/> returns.
/// </summary>
public abstract class Scheduler : ISchedulerEvents
{
    private readonly SchedulerClient client;
    private readonly CancellationTokenSource done = new();
    private string? failure;

    /// <summary>Creates a scheduler.</summary>
    /// <param name="masters">The masters, as <c>host:port,host:port</c>, or <c>zk://host:port,host:port/path</c>.</param>
    /// <param name="framework">What it says of itself.</param>
    /// <param name="credential">Who it is known as to masters that demand to know; null: nobody.</param>
    /// <remarks>Whether masters are spoken to in TLS, the variables LIBPROCESS_SSL_ENABLED and the like say, as in Mesos.</remarks>
    protected Scheduler(string masters, FrameworkInfo framework, Credential? credential = null)
    {
        var tls = Tls.OfEnvironment();
        var places = MasterAddresses.Parse(masters, Tls.SchemeOf(tls));
        client = new(
            new()
            {
                Masters = places.Named,
                ZooKeeper = places.ZooKeeper,
                Framework = framework,
                Credential = credential,
                Tls = tls,
            },
            this);
    }

    /// <summary>The framework's id; null before it is subscribed.</summary>
    public FrameworkID? FrameworkId { get; private set; }

    /// <summary>Runs until <see cref="Stop"/> is called, or cancelled.</summary>
    /// <exception cref="SchedulerFailedException">The master has refused the framework for good.</exception>
    public async System.Threading.Tasks.Task RunAsync(CancellationToken stop = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, done.Token);
        await client.RunAsync(either.Token).ConfigureAwait(false);
        if (failure is not null)
        {
            throw new SchedulerFailedException(failure);
        }
    }

    /// <summary>The framework is subscribed.</summary>
    protected virtual void OnSubscribed()
    {
    }

    /// <summary>Resources are offered: accept them or decline them, or they are nobody's.</summary>
    protected abstract void OnOffers(IReadOnlyList<Offer> offers);

    /// <summary>An offer is void.</summary>
    protected virtual void OnRescind(OfferID offer)
    {
    }

    /// <summary>A task has a new state.</summary>
    protected abstract void OnUpdate(Mesos.V1.TaskStatus status);

    /// <summary>Anything else has happened.</summary>
    protected virtual void OnEvent(Event message)
    {
    }

    /// <summary>The master is out of reach; the client goes on trying.</summary>
    protected virtual void OnDisconnected(string reason)
    {
    }

    /// <summary>Launches tasks on an offer; what they do not use is declined.</summary>
    protected void Launch(Offer offer, params IEnumerable<TaskInfo> tasks)
    {
        var launch = new Operation.Types.Launch();
        foreach (var task in tasks)
        {
            task.AgentId = offer.AgentId;
            launch.TaskInfos.Add(task);
        }

        Accept(offer, new Operation { Type = Operation.Types.Type.Launch, Launch = launch });
    }

    /// <summary>Accepts an offer with operations, applied in order.</summary>
    protected void Accept(Offer offer, params IEnumerable<Operation> operations) => client.Send(new()
    {
        Type = Call.Types.Type.Accept, Accept = new() { OfferIds = { offer.Id }, Operations = { operations } },
    });

    /// <summary>Declines an offer: none like it for a while (5 seconds if not said).</summary>
    protected void Decline(Offer offer, TimeSpan? refuse = null) => client.Send(new()
    {
        Type = Call.Types.Type.Decline,
        Decline = new()
        {
            OfferIds = { offer.Id }, Filters = refuse is { } span ? new() { RefuseSeconds = span.TotalSeconds } : null,
        },
    });

    /// <summary>Wants no offers until <see cref="Revive"/>.</summary>
    protected void Suppress() => client.Send(new() { Type = Call.Types.Type.Suppress });

    /// <summary>Wants offers again; what was declined is forgotten.</summary>
    protected void Revive() => client.Send(new() { Type = Call.Types.Type.Revive });

    /// <summary>Kills a task.</summary>
    protected void Kill(TaskID task, AgentID? agent = null) =>
        client.Send(new() { Type = Call.Types.Type.Kill, Kill = new() { TaskId = task, AgentId = agent } });

    /// <summary>Asks how all tasks stand; answers come as updates.</summary>
    protected void Reconcile() => client.Send(new() { Type = Call.Types.Type.Reconcile, Reconcile = new() });

    /// <summary>Removes the framework and all its tasks, and stops.</summary>
    protected void TearDown() => client.Send(new() { Type = Call.Types.Type.Teardown });

    /// <summary>Makes any other call.</summary>
    protected bool Send(Call call) => client.Send(call);

    /// <summary>Ends <see cref="RunAsync"/>.</summary>
    protected void Stop() => done.Cancel();

    void ISchedulerEvents.Subscribed(Event.Types.Subscribed subscribed)
    {
        FrameworkId = subscribed.FrameworkId;
        OnSubscribed();
    }

    void ISchedulerEvents.Received(Event message)
    {
        switch (message.Type)
        {
            case Event.Types.Type.Offers:
                OnOffers(message.Offers.Offers_);
                break;
            case Event.Types.Type.Rescind:
                OnRescind(message.Rescind.OfferId);
                break;
            case Event.Types.Type.Update:
                OnUpdate(message.Update.Status);
                Acknowledge(message.Update.Status);
                break;
            default:
                OnEvent(message);
                break;
        }
    }

    void ISchedulerEvents.Disconnected(string reason) => OnDisconnected(reason);

    void ISchedulerEvents.Failed(string reason) => failure = reason;

    private void Acknowledge(Mesos.V1.TaskStatus status)
    {
        if (status.HasUuid)
        {
            client.Send(new()
            {
                Type = Call.Types.Type.Acknowledge,
                Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
            });
        }
    }
}

/// <summary>The master has refused a framework for good.</summary>
public sealed class SchedulerFailedException(string reason) : Exception(reason);
