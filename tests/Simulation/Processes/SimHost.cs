using Google.Protobuf;
using Kernel.Executor.Core;
using Kernel.Executor.Server;
using Kernel.Messages.Host;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>An executor host: it turns the host's loop over its connection to the agent and the processes of its machine.</summary>
public sealed class SimHost(SimWorld world, SimNetwork network, int number)
    : SimProcess(world, network, $"host-{number}", $"10.0.1.{number}", 1), ISimEnd
{
    private readonly Dictionary<string, TaskInfo> tasks = [];
    private SimLoop<HostInput, HostEffect>? loop;
    private SimConnection? agent;

    /// <summary>The processes below it.</summary>
    public SimMachine Machine { get; } = new(world);

    /// <summary>Tells it something, if it lives.</summary>
    public void Tell(HostInput input)
    {
        if (IsUp)
        {
            loop!.Tell(input);
        }
    }

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => connection.Purpose == "host" ? this : null;

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        var call = HostCall.Parser.ParseFrom((byte[])payload);
        if (call.CallCase == HostCall.CallOneofCase.Hello)
        {
            agent?.CloseByServer();
            agent = connection;
        }

        if (connection == agent && HostCalls.Read(call) is { } input)
        {
            Remember(call);
            loop!.Tell(input);
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        if (agent == connection)
        {
            agent = null;
            loop!.Tell(new AgentDisconnected());
        }
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
        Machine.Clear();
        loop = new(this, new HostMachine(new(new())), static (_, done) => done(), Perform);
        loop.Tell(new HostStarted());
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        loop = null;
        agent = null;
        tasks.Clear();
    }

    private void Remember(HostCall call)
    {
        if (call.LaunchCommand is { } command)
        {
            tasks[command.Plan.ContainerId] = command.Task;
        }

        if (call.LaunchExecutor is { } executor)
        {
            // Whoever looks at what runs sees a program like any other, by the executor's name.
            tasks[executor.Plan.ContainerId] = new()
            {
                Name = executor.Executor.ExecutorId.Value,
                TaskId = new() { Value = executor.Executor.ExecutorId.Value },
                Resources = { executor.Executor.Resources },
            };
        }

        foreach (var task in call.LaunchGroup?.Tasks ?? [])
        {
            tasks[task.Plan.ContainerId] = task.Task;
        }
    }

    private void Perform(HostEffect effect)
    {
        switch (effect)
        {
            case SendToAgent send:
                agent?.SendToClient(send.Event.ToByteArray());
                break;
            case StartContainer start:
                Machine.Start(this, start.Plan, tasks[start.Plan.ContainerId]);
                break;
            case SignalContainer signal:
                Machine.Signal(this, signal.ContainerId, signal.Signal);
                break;
            case ExitHost exit:
                Kill($"leaves: {exit.Why}");
                break;
        }
    }
}
