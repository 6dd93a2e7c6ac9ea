using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Model;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// An executor host, and the processes below it: chance decides how long they run and how they end. It keeps what its agent
/// has not acknowledged, and tells it again.
/// </summary>
public sealed class SimHost(SimWorld world, SimNetwork network, int number)
    : SimProcess(world, network, $"host-{number}", $"10.0.1.{number}", 1), ISimEnd
{
    private readonly Dictionary<string, SimContainer> containers = [];
    private SimConnection? agent;

    /// <summary>The containers that are not over.</summary>
    public IReadOnlyCollection<SimContainer> Containers => containers.Values;

    /// <summary>Whether nothing goes wrong, and what starts now runs for ever.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Told when a container is ended by its agent, and not by itself.</summary>
    public event Action<SimContainer, AgentEffect>? Ending;

    /// <summary>Told of every state a container reports.</summary>
    public event Action<SimContainer, TaskStatus>? Reported;

    /// <inheritdoc/>
    public override ISimEnd? Accept(SimConnection connection) => connection.Purpose == "host" ? this : null;

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        switch (payload)
        {
            case HostTraffic.Hello:
                Greet(connection);
                break;
            case LaunchCommandTask launch when connection == agent:
                Launch(launch);
                break;
            case KillHostedTask kill when containers.TryGetValue(kill.ContainerId, out var container):
                Ending?.Invoke(container, kill);
                Soon(World.Between(1, 3_000), () => End(container, TaskState.TaskKilled, "Command terminated with signal Terminated"));
                break;
            case ShutdownHostedExecutor shutdown when containers.TryGetValue(shutdown.ContainerId, out var container):
                Ending?.Invoke(container, shutdown);
                Soon(World.Between(1, 3_000), () => End(container, TaskState.TaskKilled, "Executor shutdown"));
                break;
            case DestroyContainer destroy when containers.TryGetValue(destroy.ContainerId, out var container):
                Ending?.Invoke(container, destroy);
                container.Unacknowledged.Clear();
                container.IsOver = true;
                Soon(World.Between(1, 100), () => Exit(container));
                break;
            case AcknowledgeToHost acknowledge when containers.TryGetValue(acknowledge.ContainerId, out var container):
                Acknowledge(container, acknowledge.Uuid);
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        if (agent == connection)
        {
            agent = null;
        }
    }

    /// <inheritdoc/>
    protected override void OnStart()
    {
    }

    /// <inheritdoc/>
    protected override void OnKilled()
    {
        // Its processes are ended by whoever starts the next host.
        containers.Clear();
        agent = null;
    }

    private void Greet(SimConnection connection)
    {
        agent?.CloseByServer();
        agent = connection;
        connection.SendToClient(new HostTraffic.Welcome([.. containers.Keys]));
        foreach (var container in containers.Values)
        {
            foreach (var status in container.Unacknowledged)
            {
                connection.SendToClient(new StatusReported(container.Run.Key, status));
            }
        }
    }

    private void Launch(LaunchCommandTask launch)
    {
        var container = new SimContainer(launch.Run, launch.Task);
        containers.Add(launch.Run.ContainerId, container);
        Report(container, TaskState.TaskStarting, "");
        Soon(World.Between(1, 200), () =>
        {
            if (!container.IsOver)
            {
                Report(container, TaskState.TaskRunning, "");
            }
        });
        var runs = (IsCalm ? 3 : World.Chance.Next(4)) switch
        {
            0 => World.Between(1, 500),
            1 => World.Between(1_000, 60_000),
            2 => World.Between(60_000, 600_000),
            _ => TimeSpan.FromDays(1),
        };
        var ends = World.OneIn(4) ? TaskState.TaskFailed : TaskState.TaskFinished;
        Soon(runs, () => End(container, ends, ends == TaskState.TaskFailed ? "Command exited with status 1" : "Command exited with status 0"));
    }

    private void End(SimContainer container, TaskState state, string message)
    {
        if (!container.IsOver)
        {
            container.IsOver = true;
            Report(container, state, message);
        }
    }

    private void Report(SimContainer container, TaskState state, string message)
    {
        var status = new TaskStatus
        {
            TaskId = container.Task.Info.TaskId,
            State = state,
            Source = TaskStatus.Types.Source.Executor,
            Message = message,
            Timestamp = Clock.Seconds,
            Uuid = ByteString.CopyFrom(World.Chance.NextGuid().ToByteArray(bigEndian: true)),
        };
        Reported?.Invoke(container, status);
        container.Unacknowledged.Add(status);
        agent?.SendToClient(new StatusReported(container.Run.Key, status));
    }

    private void Acknowledge(SimContainer container, ByteString uuid)
    {
        container.Unacknowledged.RemoveAll(status => status.Uuid == uuid);
        if (container.IsOver && container.Unacknowledged.Count == 0)
        {
            Exit(container);
        }
    }

    private void Exit(SimContainer container)
    {
        if (containers.Remove(container.Run.ContainerId))
        {
            agent?.SendToClient(new ContainerExited(container.Run.ContainerId) { Status = 0 });
        }
    }
}
