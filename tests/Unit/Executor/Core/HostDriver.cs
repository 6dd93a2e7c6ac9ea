using Google.Protobuf;
using Kernel.Executor.Core;
using Kernel.Model;
using Xunit;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Tests.Unit.Executor.Core;

/// <summary>Drives an executor host's core by hand: a clock, and everything that it did to the world.</summary>
internal sealed class HostDriver
{
    private readonly Chance chance = new(7);
    private readonly PriorityQueue<HostInput, (Moment, int)> timers = new();
    private readonly HostMachine machine;
    private int timersSet;

    public HostDriver(HostSettings? settings = null)
    {
        machine = new(new(settings ?? new()));
        Tell(new HostStarted());
    }

    public HostState State => machine.State;

    public Moment Now { get; private set; } = Moment.FromSeconds(1_000_000);

    /// <summary>Everything done since the last <see cref="Take"/>.</summary>
    public List<HostEffect> Effects { get; } = [];

    public IEnumerable<Wire.HostEvent> Events => Effects.OfType<SendToAgent>().Select(static send => send.Event);

    public IReadOnlyList<V1.TaskStatus> Statuses =>
        [.. Events.Select(static e => e.Status?.Status_).OfType<V1.TaskStatus>()];

    public IReadOnlyList<V1.TaskState> States => [.. Statuses.Select(static status => status.State)];

    public IReadOnlyList<(string Container, int Signal)> SignalsSent =>
        [.. Effects.OfType<SignalContainer>().Select(static signal => (signal.ContainerId, signal.Signal))];

    public Wire.Exited? Exited => Events.Select(static e => e.Exited).OfType<Wire.Exited>().SingleOrDefault();

    public static HostDriver Connected(HostSettings? settings = null) => new HostDriver(settings).Connect().Take();

    public static V1.TaskInfo Task(string id = "t", Action<V1.TaskInfo>? change = null)
    {
        var task = new V1.TaskInfo
        {
            Name = id,
            TaskId = new() { Value = id },
            AgentId = new() { Value = "agent" },
            Command = new() { Value = "true" },
        };
        change?.Invoke(task);
        return task;
    }

    public static V1.FrameworkInfo Framework(bool checkpoint = true, bool killing = true)
    {
        var framework = new V1.FrameworkInfo { User = "root", Name = "f", Checkpoint = checkpoint };
        if (killing)
        {
            framework.Capabilities.Add(new V1.FrameworkInfo.Types.Capability
            {
                Type = V1.FrameworkInfo.Types.Capability.Types.Type.TaskKillingState,
            });
        }

        return framework;
    }

    public HostDriver Connect() => Tell(new AgentConnected(new() { Version = 1, AgentId = "agent" }));

    /// <summary>Forgets what was done so far.</summary>
    public HostDriver Take()
    {
        Effects.Clear();
        return this;
    }

    public HostDriver Tell(HostInput input)
    {
        var step = new Step<HostInput, HostEffect>(Now, chance);
        machine.Decide(input, step);
        Assert.Empty(step.Writes);
        Effects.AddRange(step.Effects);
        foreach (var timer in step.Timers)
        {
            timers.Enqueue(timer.Input, (timer.Due, timersSet++));
        }

        return this;
    }

    /// <summary>Lets time pass, with every timer that falls due.</summary>
    public HostDriver Pass(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (timers.TryPeek(out _, out var next) && next.Item1 <= end)
        {
            Now = next.Item1 > Now ? next.Item1 : Now;
            Tell(timers.Dequeue());
        }

        Now = end;
        return this;
    }

    public HostDriver Launch(V1.TaskInfo task, V1.FrameworkInfo? framework = null) =>
        Tell(new CommandLaunchRequested(new()
    {
        Plan = Plan("c", task),
        Framework = framework ?? Framework(),
        ExecutorId = task.TaskId.Value,
        Task = task,
    }));

    public HostDriver Running(V1.TaskInfo task, V1.FrameworkInfo? framework = null) =>
        Launch(task, framework).Tell(new ContainerStarted("c", 42)).Take();

    /// <summary>A default executor with a group of tasks that run in the containers <c>c.NAME</c>.</summary>
    public HostDriver RunningGroup(string group, params V1.TaskInfo[] tasks)
    {
        if (!State.Executors.ContainsKey("c"))
        {
            Tell(new ExecutorLaunchRequested(new()
            {
                Plan = Plan("c", null),
                Framework = Framework(),
                Executor = new() { ExecutorId = new() { Value = "e" }, Type = V1.ExecutorInfo.Types.Type.Default },
            }));
        }

        var launch = new Wire.LaunchGroup { ContainerId = "c", Group = group };
        launch.Tasks.Add(tasks.Select(
            task => new Wire.GroupTask { Task = task, Plan = Plan("c." + task.TaskId.Value, task) }));
        Tell(new GroupLaunchRequested(launch));
        foreach (var task in tasks)
        {
            Tell(new ContainerStarted("c." + task.TaskId.Value, 42));
        }

        return Take();
    }

    public HostDriver Kill(string task = "t", double? grace = null) =>
        Tell(new TaskKillRequested("c", task, grace is { } seconds
        ? new() { GracePeriod = new() { Nanoseconds = (long)(seconds * 1e9) } }
        : null));

    /// <summary>Acknowledges every status that has been told and not been acknowledged.</summary>
    public HostDriver AcknowledgeAll()
    {
        foreach (var executor in State.Executors.Values.ToArray())
        {
            foreach (var status in executor.Unacknowledged)
            {
                Tell(new StatusAcknowledged(executor.ContainerId, status.TaskId.Value, status.Uuid));
            }
        }

        return this;
    }

    public static int ExitedWith(int code) => code << 8;

    private static Wire.ContainerPlan Plan(string container, V1.TaskInfo? task) => new()
    {
        ContainerId = container,
        Directory = "/sandbox",
        Command = task?.Command,
    };
}
