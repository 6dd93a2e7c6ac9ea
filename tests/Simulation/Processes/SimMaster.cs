using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Master.Server.Link;
using Kernel.Master.Server.Scheduler;
using Kernel.Model;
using Kernel.Protocol.AgentLink;
using Kernel.Store;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>A master: it campaigns, and while it leads turns the master's loop.</summary>
public sealed class SimMaster(SimWorld world, SimNetwork network, int number, SimDisk registry, MasterSettings settings)
    : SimProcess(world, network, $"master-{number}", $"10.0.0.{number}", 5050), ISimEnd
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, SimConnection> streams = new(StringComparer.Ordinal);
    private SimLoop<MasterInput, MasterEffect>? loop;
    private SimLinks? links;
    private InMemoryStore? store;
    private MasterIdentity? identity;

    /// <summary>What it knows, while it leads.</summary>
    public MasterState? State { get; private set; }

    /// <summary>The epoch it leads under.</summary>
    public long Epoch { get; private set; }

    /// <summary>How often its loop has decided something.</summary>
    public long Turns => loop?.Turns ?? 0;

    private Upid Pid => Upid.Parse($"master@{Address}");

    /// <summary>Does what an operator asks for.</summary>
    public void Operate(OperatorCall call, Action<CallAnswer>? answered = null) =>
        loop?.Tell(new MasterInput.OperatorCalled(call, null, new SimReply<CallAnswer>(answered ?? (static _ => { }))));

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) =>
        connection.Purpose == SimLinks.Purpose ? links
        : connection.Purpose.StartsWith("scheduler", StringComparison.Ordinal) ? this
        : null;

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        var request = (SchedulerRequest)payload;
        if (loop is null)
        {
            var leader = registry.Database.Leader is { } name ? System.Text.Encoding.UTF8.GetString(name) : null;
            connection.SendToClient(leader is null
                ? new SchedulerAnswer(request.Number, 503, "No leader elected")
                : new SchedulerAnswer(request.Number, 307, Location: leader));
            return;
        }

        var call = Call.Parser.ParseFrom(request.Body);
        SimFailure.Unless(SchedulerCallRules.Refuse(call, null) is null, () => $"{call} is no valid call: {SchedulerCallRules.Refuse(call, null)}");
        if (call.Type == Call.Types.Type.Subscribe)
        {
            Subscribe(connection, request, call);
            return;
        }

        var operations = call.Type == Call.Types.Type.Accept ? OperationLifting.Lift(call.Accept.Operations, call.FrameworkId) : [];
        var reply = new SimReply<CallAnswer>(answer =>
            connection.SendToClient(new SchedulerAnswer(request.Number, answer.Status, answer.Body)));
        loop.Tell(new MasterInput.SchedulerCalled(call, operations, request.StreamId, null, reply));
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        foreach (var (stream, _) in streams.Where(entry => entry.Value == connection).ToList())
        {
            streams.Remove(stream);
            loop?.Tell(new MasterInput.StreamClosed(stream));
        }
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        identity = new(World.Chance.NextGuid().ToString(), Name, Host, 5050, "1.11.0", Clock);
        store = new(registry.Database);
        links = new(this, () => Pid, Take, peer => loop?.Tell(new MasterInput.LinkClosed(peer.Address)));
        Campaign();
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        loop = null;
        State = null;
        streams.Clear();
        var gone = store!;
        if (Epoch > 0)
        {
            // Its lease runs on.
            World.After(World.Between(0.3 * LeaseLength.TotalMilliseconds, LeaseLength.TotalMilliseconds), () => gone.Crash());
        }

        Epoch = 0;
    }

    /// <inheritdoc/>
    protected override void OnClockChanged() => loop?.Arm();

    private void Campaign()
    {
        if (registry.TryLead(store!, System.Text.Encoding.UTF8.GetBytes(Address)) is not { } epoch)
        {
            Soon(TimeSpan.FromMilliseconds(250), Campaign);
            return;
        }

        World.Note(Name, $"leads in epoch {epoch}");
        Epoch = epoch;
        Soon(World.Between(1, 50), Lead);
        Soon(LeaseLength / 4, Renew);
    }

    /// <summary>Who cannot renew his lease leaves, as soon as he notices.</summary>
    private void Renew()
    {
        if (registry.Database.Epoch != Epoch)
        {
            Restart("its lease is another's", World.Between(100, 3_000));
        }
        else
        {
            Soon(LeaseLength / 4, Renew);
        }
    }

    private void Lead()
    {
        State = new(identity!, settings);
        loop = new(
            this,
            new MasterMachine(State),
            (writes, done) => registry.Commit(this, Epoch, writes, done, () => Restart("it was deposed", World.Between(100, 3_000))),
            Perform);
        loop.Tell(new MasterInput.Elected(new([.. registry.Database.Entries(RegistryKeys.Prefix)])));
    }

    private void Take(LinkMessage message)
    {
        // A follower takes no messages: whoever sends them tries the next master.
        if (loop is not null && LinkInputs.Read(message) is { } input)
        {
            loop.Tell(input);
        }
    }

    private void Subscribe(SimConnection connection, SchedulerRequest request, Call call)
    {
        var stream = World.Chance.NextGuid().ToString();
        streams.Add(stream, connection);
        connection.SendToClient(new SchedulerAnswer(request.Number, 200, StreamId: stream));
        loop!.Tell(new MasterInput.SchedulerSubscribing(stream, call.Subscribe));
    }

    private void Perform(MasterEffect effect)
    {
        switch (effect)
        {
            case MasterEffect.SendEvent send:
                SendEvent(send.StreamId, send.Event);
                break;
            case MasterEffect.SendOffers send:
                SendEvent(send.StreamId, OfferMessages.ToEvent(send));
                break;
            case MasterEffect.CloseStream close:
                if (streams.Remove(close.StreamId, out var connection))
                {
                    connection.CloseByServer();
                    loop!.Tell(new MasterInput.StreamClosed(close.StreamId));
                }

                break;
            case MasterEffect.SendToAgent send:
                links!.Send(send.To, send.Message, send.From);
                break;
            case MasterEffect.CloseLink close:
                links!.Close(close.Pid);
                break;
            case MasterEffect.Answer answer:
                answer.To.Answer(answer.What);
                break;
        }
    }

    private void SendEvent(string stream, Event message)
    {
        if (streams.TryGetValue(stream, out var connection))
        {
            connection.SendToClient(new SchedulerRecord(message.ToByteArray()));
        }
    }
}
