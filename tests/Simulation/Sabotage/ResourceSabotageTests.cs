using Kernel.Master.Core;
using Kernel.Tests.Simulation.Processes;
using Mesos.V1;
using Xunit;

namespace Kernel.Tests.Simulation.Sabotage;

/// <summary>Whoever watches over resources and quotas is not blind.</summary>
public sealed class ResourceSabotageTests
{
    private readonly SabotagedCluster sabotaged = new();

    [Fact]
    public void What_is_offered_twice_is_seen() => sabotaged.IsReported(
        () => sabotaged.State.Put(new Kernel.Master.Core.Offer(
            new("forged"),
            sabotaged.AnyFramework.Id,
            sabotaged.AnyAgent.Id,
            "role-1",
            sabotaged.AnyAgent.Total.AllocatedTo("role-1"),
            sabotaged.Cluster.World.Now)),
        "has given away");

    [Fact]
    public void A_task_that_is_forgotten_and_not_freed_is_seen() => sabotaged.IsReported(
        () => sabotaged.State.Complete(sabotaged.State.Tasks.Values.First()), "thinks that");

    [Fact]
    public void More_work_than_a_machine_holds_is_seen()
    {
        var task = sabotaged.Busy.ExecutorHost.Machine.Running.First().Task.Clone();
        task.Resources[0].Scalar.Value = 100;
        sabotaged.IsReported(
            () =>
            {
                var host = sabotaged.Busy.ExecutorHost;
                host.Machine.Start(host, new() { ContainerId = "forged" }, task);
                host.Machine.Running.Last().IsDoomed = true;
            },
            "tasks with");
    }

    [Fact]
    public void Offers_above_a_limit_are_seen() => sabotaged.IsReported(
        () => sabotaged.State.PutQuota(new() { Role = "role-1", Limits = { ["cpus"] = new Value.Types.Scalar { Value = 1 } } }),
        "limited to 1");

    [Fact]
    public void Offers_of_what_is_guaranteed_to_others_are_seen() => sabotaged.IsReported(
        () => sabotaged.State.PutQuota(new() { Role = "nobody", Guarantees = { ["mem"] = new Value.Types.Scalar { Value = 10_000 } } }),
        "must stay free for guarantees");
}
