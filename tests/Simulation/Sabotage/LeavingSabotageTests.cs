using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Store;
using Kernel.Tests.Simulation.Checks;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Xunit;
using MasterStep = Kernel.Model.Step<Kernel.Master.Core.MasterInput, Kernel.Master.Core.MasterEffect>;

namespace Kernel.Tests.Simulation.Sabotage;

/// <summary>Whoever watches over what operators took away, and over what is durable, is not blind.</summary>
public sealed class LeavingSabotageTests
{
    private readonly SabotagedCluster sabotaged = new();

    private SimCluster Cluster => sabotaged.Cluster;

    [Fact]
    public void Offers_of_an_agent_that_is_deactivated_are_seen() => sabotaged.IsReported(
        () => sabotaged.State.Agents.Values.ToList().ForEach(agent => sabotaged.State.Put(agent with { IsDeactivated = true })),
        "which is deactivated");

    [Fact]
    public void An_agent_on_a_machine_that_is_down_is_seen() => sabotaged.IsReported(
        () => sabotaged.State.Put(sabotaged.AnyAgent.Machine, new ScheduledMachine(new(Cluster.World.Now, null), IsDown: true, 0)),
        "whose machine is down");

    [Fact]
    public void An_agent_that_was_gone_and_is_back_is_seen()
    {
        var check = new LeavingCheck(Cluster);
        var before = new MasterState(sabotaged.State.Identity, new());
        var step = new MasterStep(Cluster.World.Now, new Chance(1));
        step.PutGone(sabotaged.AnyAgent.Id, step.Now);
        before.PutGone(sabotaged.AnyAgent.Id, step.Now);
        Cluster.Registry.Database.Commit(sabotaged.Leader.Epoch, step.Writes);
        check.CheckGone("the last", before);
        sabotaged.IsReported(() => check.CheckGone("the next", sabotaged.State), "which is gone");
    }

    [Fact]
    public void Work_on_an_agent_that_is_drained_is_seen()
    {
        var drained = sabotaged.AnyAgent with { IsDeactivated = true, Drain = new() { State = DrainState.Drained } };
        sabotaged.State.Put(drained);
        sabotaged.IsReported(() => new LeavingCheck(Cluster).CheckDrained(sabotaged.State), "is drained, and");
    }

    [Fact]
    public void A_promise_that_the_registry_does_not_keep_is_seen()
    {
        Cluster.Operator.SetWeight("role-1", 3);
        sabotaged.Pass(1);
        Cluster.Registry.Database.Commit(sabotaged.Leader.Epoch, [new Write("master/weight/role-1", null)]);
        sabotaged.IsReported(() => sabotaged.Leader.Restart("sabotage", TimeSpan.FromSeconds(1)), "was promised");
    }

    [Fact]
    public void A_registration_that_is_not_durable_is_seen()
    {
        var entries = Cluster.Registry.Database.Entries("master/agent/");
        Cluster.Registry.Database.Commit(sabotaged.Leader.Epoch, [.. entries.Select(static entry => new Write(entry.Key, null))]);
        sabotaged.IsReported(() => new RegistrationCheck(Cluster).Check(), "not in the registry");
    }

    [Fact]
    public void A_second_writer_is_seen() => sabotaged.IsReported(
        () => Cluster.Registry.Commit(Cluster.Agents[0], sabotaged.Leader.Epoch, [new Write("master/weight/x", [])], static () => { }, static () => { }),
        "write under epoch");
}
