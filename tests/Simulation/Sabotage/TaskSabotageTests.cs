using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Tests.Simulation.Checks;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.Internal;
using Mesos.V1;
using Xunit;

namespace Kernel.Tests.Simulation.Sabotage;

/// <summary>Whoever watches over tasks and their updates is not blind.</summary>
public sealed class TaskSabotageTests
{
    private readonly SabotagedCluster sabotaged = new();

    private SimMachine Machine => sabotaged.Busy.ExecutorHost.Machine;

    [Fact]
    public void A_task_that_is_ended_though_nobody_asked_is_seen() => sabotaged.IsReported(
        () => Machine.Signal(sabotaged.Busy.ExecutorHost, Machine.Running.First().Plan.ContainerId, 15), "nobody has asked for");

    [Fact]
    public void Two_updates_in_flight_are_seen_at_the_agent() => sabotaged.IsReported(
        () =>
        {
            sabotaged.Cluster.World.Note("agent-1", Update(1));
            sabotaged.Cluster.World.Note("agent-1", Update(2));
        },
        "before the one before it was acknowledged");

    [Fact]
    public void Two_updates_in_flight_are_seen_at_the_framework()
    {
        var task = new SimTask("t", "a", "");
        task.Take(new() { State = TaskState.TaskStarting, Uuid = Uuid(1) });
        sabotaged.IsReported(
            () => task.Take(new() { State = TaskState.TaskRunning, Uuid = Uuid(2) }), "before the one before it was acknowledged");
    }

    [Fact]
    public void A_cluster_that_is_well_lacks_nothing() => Assert.Null(Convergence.Missing(sabotaged.Cluster));

    [Fact]
    public void A_task_that_its_master_has_forgotten_is_missed()
    {
        sabotaged.State.Complete(sabotaged.State.Tasks.Values.First());
        IsMissed("the master does not know");
    }

    [Fact]
    public void A_task_that_does_not_run_is_missed()
    {
        Machine.Clear();
        IsMissed("runs 0 times");
    }

    [Fact]
    public void A_task_that_nobody_knows_is_missed()
    {
        Machine.Start(sabotaged.Busy.ExecutorHost, new() { ContainerId = "forged" }, new() { TaskId = new() { Value = "forged" } });
        IsMissed("forged runs, and its framework does not know it");
    }

    [Fact]
    public void An_agent_that_is_not_registered_is_missed()
    {
        sabotaged.State.Put(sabotaged.AnyAgent with { IsConnected = false });
        IsMissed("is not registered");
    }

    [Fact]
    public void A_framework_that_is_down_is_missed()
    {
        sabotaged.Cluster.FrameworkProcesses[0].Kill("sabotage");
        IsMissed("it is not subscribed");
    }

    private static SendToPeer Update(byte uuid) => new("master@10.0.0.1:5050", new StatusUpdateMessage
    {
        Update = new() { Uuid = Uuid(uuid), Status = new() { TaskId = new() { Value = "t" }, State = TaskState.TaskRunning } },
    });

    private static ByteString Uuid(byte value) => ByteString.CopyFrom([.. Enumerable.Repeat(value, 16)]);

    private void IsMissed(string words) =>
        Assert.Contains(words, Convergence.Missing(sabotaged.Cluster) ?? "", StringComparison.Ordinal);
}
