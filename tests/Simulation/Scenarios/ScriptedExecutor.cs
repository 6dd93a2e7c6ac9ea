using Google.Protobuf;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Executor;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>An executor of a framework's own, which does what a script says.</summary>
public sealed class ScriptedExecutor(Scenario scenario, SimAgent agent, string framework, string id)
    : SimProcess(scenario.World, scenario.Cluster.Network, $"executor {id}", agent.Host, 2), ISimEnd
{
    private readonly List<Call.Types.Update> unacknowledged = [];
    private SimConnection? stream;
    private SimConnection? calls;

    /// <summary>The tasks that it was given, in order.</summary>
    public List<string> Tasks { get; } = [];

    /// <summary>The events that have come.</summary>
    public List<Event> Events { get; } = [];

    /// <summary>Whether its newest stream is open and it was welcomed on it.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>How many of its streams the agent has closed.</summary>
    public int Closures { get; private set; }

    /// <summary>Opens a stream, with the updates that were not acknowledged; an older one is let be.</summary>
    public void Subscribe()
    {
        IsSubscribed = false;
        var call = NewCall(Call.Types.Type.Subscribe);
        call.Subscribe = new() { UnacknowledgedUpdates = { unacknowledged } };
        stream = Network.Open(this, agent.Address, SimExecutorStreams.Purpose, this);
        stream.SendToServer(call.ToByteArray());
    }

    /// <summary>Tells the state of a task.</summary>
    public void Tell(string task, TaskState state)
    {
        var call = NewCall(Call.Types.Type.Update);
        call.Update = new()
        {
            Status = new()
            {
                TaskId = new() { Value = task },
                State = state,
                Source = TaskStatus.Types.Source.Executor,
                Uuid = ByteString.CopyFrom(World.Chance.NextGuid().ToByteArray(bigEndian: true)),
            },
        };
        unacknowledged.Add(call.Update);
        calls ??= Network.Open(this, agent.Address, SimExecutorStreams.Purpose, this);
        calls.SendToServer(call.ToByteArray());
    }

    /// <summary>Ends, with what wait(2) says of it.</summary>
    public void Exit(int waitStatus) => agent.ExecutorHost.Machine.Finish(agent.ExecutorHost, id, waitStatus);

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => null;

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        var message = Event.Parser.ParseFrom((byte[])payload);
        World.Note(Name, message);
        Events.Add(message);
        IsSubscribed |= message.Type == Event.Types.Type.Subscribed && connection == stream;
        if (message.Launch is { } launch)
        {
            Tasks.Add(launch.Task.TaskId.Value);
        }

        if (message.Acknowledged is { } acknowledged)
        {
            unacknowledged.RemoveAll(update => update.Status.Uuid == acknowledged.Uuid);
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        Closures++;
        if (connection == calls)
        {
            calls = null;
        }

        IsSubscribed &= connection != stream;
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
    }

    private Call NewCall(Call.Types.Type type) => new()
    {
        Type = type, FrameworkId = new() { Value = framework }, ExecutorId = new() { Value = id },
    };
}
