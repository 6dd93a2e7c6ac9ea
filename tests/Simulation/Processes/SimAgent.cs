using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Link;
using Kernel.Messages.Host;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Store;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>An agent: it turns the agent's loop over its disk, its links, and the executor host beside it.</summary>
public sealed class SimAgent(
    SimWorld world, SimNetwork network, int number, SimDisk disk, SimHost executorHost, IReadOnlyList<string> masters, string resources)
    : SimProcess(world, network, $"agent-{number}", $"10.0.1.{number}", 5051), ISimEnd
{
    private static readonly HostCalls Calls = new("marker", switchesUser: true, tokens: null);

    private SimDisk disk = disk;

    private SimLoop<AgentInput, AgentEffect>? loop;
    private SimLinks? links;
    private InMemoryStore? store;
    private SimExecutorStreams? executors;
    private SimConnection? host;
    private SimConnection? nextHost;
    private long epoch;

    /// <summary>What it knows, while it runs.</summary>
    public AgentState? State { get; private set; }

    /// <summary>Its executor host.</summary>
    public SimHost ExecutorHost => executorHost;

    private Upid Pid => Upid.Parse($"slave(1)@{Address}");

    /// <summary>Loses what it stored, while it is down.</summary>
    public void Forget() => disk = new(World);

    /// <summary>Some of what it has told its master that it has is not there any more.</summary>
    public void LoseResources(string lost)
    {
        var rest = State!.Resources.Total - ResourcesFlag.Parse(lost);
        var info = State.Info.Clone();
        info.Resources.Clear();
        info.Resources.AddRange(rest.ToMessages());
        State.Know(info);
        State.Resources.Become(rest);
    }

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => connection.Purpose switch
    {
        SimLinks.Purpose => links,
        SimExecutorStreams.Purpose => executors,
        _ => null,
    };

    /// <inheritdoc/>
    public void Opened(SimConnection connection) =>
        connection.SendToServer(new HostCall { Hello = new() { AgentId = State!.Id?.Value ?? "" } }.ToByteArray());

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        if (HostEvents.Read(HostEvent.Parser.ParseFrom((byte[])payload)) is { } input)
        {
            loop!.Tell(input);
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        if (connection == nextHost)
        {
            nextHost = null;
            Soon(World.Between(20, 200), ConnectToHost);
        }
        else if (connection == host)
        {
            host = null;
            loop!.Tell(new HostLost());
        }
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        store = new(disk.Database);
        if (disk.TryLead(store, []) is not { } won)
        {
            Soon(TimeSpan.FromMilliseconds(5), OnStart);
            return;
        }

        epoch = won;
        links = new(this, () => Pid, Take, peer => loop?.Tell(new LinkClosed(peer.ToString())));
        executors = new(input => loop?.Tell(input));
        State = new(Configuration());
        if (AgentRecovery.Load(State, disk.Database.Entries(AgentKeys.All)) is { } refusal)
        {
            throw new SimFailure($"{Name} cannot go on with what it stored: {refusal}");
        }

        loop = new(
            this,
            new AgentMachine(State),
            (writes, done) => disk.Commit(this, epoch, writes, done, () => throw new SimFailure($"{Name} is fenced from its own disk")),
            Perform);
        loop.Tell(new AgentStarted());
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        loop = null;
        State = null;
        host = nextHost = null;
        disk.Settle(this);
        store!.Crash();
    }

    /// <inheritdoc/>
    protected override void OnClockChanged() => loop?.Arm();

    private AgentConfiguration Configuration()
    {
        var info = new AgentInfo { Hostname = Name, Port = 5051 };
        info.Resources.AddRange(ResourcesFlag.Parse(resources).ToMessages());
        return new()
        {
            Pid = Pid.ToString(),
            Ip = Host,
            Port = 5051,
            WorkDirectory = "/srv",
            Info = info,
            Resources = new(static messages => ResourceMapping.FromMessages(messages), static bag => bag.ToMessages()),
            Masters = masters,
            BootId = "boot",
        };
    }

    private void Take(LinkMessage message)
    {
        if (LinkInputs.Read(message.From.ToString(), message.Name, message.Body) is { } input)
        {
            loop?.Tell(input);
        }
    }

    private void Perform(AgentEffect effect)
    {
        switch (effect)
        {
            case SendToPeer send:
                links!.Send(send.To, send.Message);
                break;
            case ConnectHost:
                ConnectToHost();
                break;
            case AcceptHost:
                (host, nextHost) = (nextHost, null);
                break;
            case SendToExecutor send:
                executors!.Send(send.Stream, send.Event);
                break;
            case CloseExecutorStream close:
                executors!.Close(close.Stream);
                break;
            case PrepareContainer prepare:
                Soon(World.Between(1, 300), () => loop!.Tell(!executorHost.Machine.IsCalm && World.OneIn(40)
                    ? new ContainerLaunchFailed(prepare.Run.ContainerId, "", "Failed to fetch")
                    : new ContainerPrepared(prepare.Run.ContainerId)));
                break;
            case PrepareGroup prepare:
                Soon(World.Between(1, 300), () => loop!.Tell(new GroupPrepared(prepare.Run.ContainerId, prepare.Group)));
                break;
            case ExitAgent exit:
                if (exit.EndHost)
                {
                    host?.SendToServer(new HostCall { Stop = new() { GraceNanoseconds = 3_000_000_000 } }.ToByteArray());
                }

                Restart($"exits with {exit.Code}: {exit.Why}", World.Between(100, 5_000));
                break;
            default:
                if (Calls.Of(effect) is { } call)
                {
                    host?.SendToServer(call.ToByteArray());
                }

                break;
        }
    }

    private void ConnectToHost()
    {
        if (host is null && nextHost is null)
        {
            executorHost.Start();
            nextHost = Network.Open(this, executorHost.Address, "host", this);
        }
    }
}
