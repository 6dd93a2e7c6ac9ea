using Kernel.Executor.Core;
using Kernel.Messages.Host;
using Kernel.Tests.Simulation.World;
using Mesos.V1;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// What runs on a machine below its executor host. It outlives the host; whoever starts the next one ends it first, as an agent
/// does by the marker in the environment.
/// </summary>
public sealed class SimMachine(SimWorld world)
{
    private const int SigKill = 9;

    private readonly Dictionary<string, SimContainer> containers = [];
    private int processes = 1_000;

    /// <summary>The containers whose processes run.</summary>
    public IEnumerable<SimContainer> Running => containers.Values.Where(static container => !container.IsOver);

    /// <summary>How many containers have been started.</summary>
    public long Starts { get; private set; }

    /// <summary>Whether nothing goes wrong, and what starts now runs for ever.</summary>
    public bool IsCalm { get; set; }

    /// <summary>How long tasks run and what wait(2) then says; null leaves it to chance.</summary>
    public Func<TaskInfo, (TimeSpan Runs, int WaitStatus)>? Script { get; set; }

    /// <summary>Told of containers that start.</summary>
    public event Action<SimContainer>? Started;

    /// <summary>Told of signals to containers that run.</summary>
    public event Action<SimContainer, int>? Signaled;

    /// <summary>Told of tasks whose processes have ended, or could not be started.</summary>
    public event Action<TaskInfo>? Ended;

    /// <summary>Starts a container.</summary>
    public void Start(SimHost host, ContainerPlan plan, TaskInfo task)
    {
        if (!IsCalm && Script is null && world.OneIn(40))
        {
            Ended?.Invoke(task);
            host.Soon(world.Between(1, 50), () => host.Tell(new ContainerStartFailed(plan.ContainerId, "No such file or directory")));
            return;
        }

        var container = new SimContainer(plan, task);
        containers.Add(plan.ContainerId, container);
        Starts++;
        Started?.Invoke(container);
        host.Soon(world.Between(1, 50), () => host.Tell(new ContainerStarted(plan.ContainerId, ++processes)));
        var (runs, waitStatus) = Script?.Invoke(task) ?? (Duration(), world.OneIn(4) ? 1 << 8 : 0);
        world.After(TimeSpan.FromMilliseconds(51) + runs, () => End(host, container, waitStatus));
    }

    /// <summary>Signals a container; TERM takes a while, and sometimes does nothing.</summary>
    public void Signal(SimHost host, string id, int signal)
    {
        if (containers.GetValueOrDefault(id) is not { IsOver: false } container)
        {
            return;
        }

        Signaled?.Invoke(container, signal);
        if (signal == SigKill || !world.OneIn(4))
        {
            world.After(world.Between(1, signal == SigKill ? 50 : 2_500), () => End(host, container, signal));
        }
    }

    /// <summary>A task, or an executor, ends by itself.</summary>
    public void Finish(SimHost host, string task, int waitStatus = 0) =>
        End(host, Running.First(container => container.TaskId == task), waitStatus);

    /// <summary>Ends everything.</summary>
    public void Clear()
    {
        foreach (var container in Running)
        {
            Ended?.Invoke(container.Task);
        }

        containers.Clear();
    }

    private TimeSpan Duration() => (IsCalm ? 3 : world.Chance.Next(4)) switch
    {
        0 => world.Between(1, 500),
        1 => world.Between(1_000, 60_000),
        2 => world.Between(60_000, 600_000),
        _ => TimeSpan.FromDays(1),
    };

    private void End(SimHost host, SimContainer container, int waitStatus)
    {
        if (!container.IsOver && containers.GetValueOrDefault(container.Plan.ContainerId) == container)
        {
            container.IsOver = true;
            Ended?.Invoke(container.Task);
            containers.Remove(container.Plan.ContainerId);
            host.Tell(new ContainerEnded(container.Plan.ContainerId, waitStatus));
        }
    }
}
