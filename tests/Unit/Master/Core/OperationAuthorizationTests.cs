using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Model;
using Mesos.V1;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>Who may reserve, take back, and make and destroy volumes (mesos.md 5.19).</summary>
public sealed class OperationAuthorizationTests
{
    public static TheoryData<AclAction, Operation> Operations => new()
    {
        { AclAction.ReserveResources, A.Reserve(Reserved(100, "bob")) },
        { AclAction.UnreserveResources, A.Unreserve(Reserved(1000, "setup")) },
        { AclAction.CreateVolume, A.Create(Volume("v2", 500, "bob")) },
        { AclAction.DestroyVolume, A.Destroy(Volume("v1", 1000, "setup")) },
        { AclAction.ResizeVolume, Shrink(Volume("v1", 1000, "setup"), 10) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_that_is_denied_is_an_error_and_changes_nothing(AclAction action, Operation operation)
    {
        var (_, agent, framework) = WithVolume((action, new(AclEntity.Some("bob"), AclEntity.None)));
        var total = agent.Known.Total;
        var asked = operation.Clone();
        asked.Id = new() { Value = "o1" };

        framework.Accept(framework.Offers().Single(), asked);

        var status = framework.Events(EventType.UpdateOperationStatus).Single().UpdateOperationStatus.Status;
        Assert.Equal(OperationState.OperationError, status.State);
        Assert.Contains("Principal 'bob' is not authorized to perform", status.Message, StringComparison.Ordinal);
        Assert.Equal(total, agent.Known.Total);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_same_operation_is_done_when_it_is_allowed(AclAction action, Operation operation)
    {
        var (_, agent, framework) = WithVolume(
            (action, new(AclEntity.Some("bob"), AclEntity.Some("web", "setup"))),
            (action, Guarded.Nobody));
        var total = agent.Known.Total;

        framework.Accept(framework.Offers().Single(), operation.Clone());

        Assert.NotEqual(total, agent.Known.Total);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operator_who_may_not_do_an_operation_is_forbidden_it(AclAction action, Operation operation)
    {
        var (cluster, agent, framework) = WithVolume((action, new(AclEntity.Some("bob"), AclEntity.Any)), (action, Guarded.Nobody));
        framework.Disconnect();

        Assert.Equal(403, cluster.Operator(Apply(agent, operation)).Status);
        Assert.Equal(202, cluster.Operator(Apply(agent, operation), "bob").Status);
    }

    [Fact]
    public void To_change_a_reservation_is_to_take_back_the_old_one_and_to_make_the_new_one()
    {
        var cluster = Guarded.By(
            (AclAction.UnreserveResources, new(AclEntity.Some("ops", "bob"), AclEntity.Some("bob"))),
            (AclAction.UnreserveResources, Guarded.Nobody),
            (AclAction.ReserveResources, new(AclEntity.Any, AclEntity.SomeRoles("web"))),
            (AclAction.ReserveResources, new(AclEntity.Some("ops", "eve"), AclEntity.SomeRoles("db"))),
            (AclAction.ReserveResources, Guarded.Nobody));
        var agent = cluster.Agent();
        Assert.Equal(202, cluster.Operator(Apply(agent, A.Reserve(Reserved(100, "bob"))), "bob").Status);

        Assert.Equal(403, cluster.Operator(Apply(agent, ToDb("bob")), "bob").Status);
        Assert.Equal(403, cluster.Operator(Apply(agent, ToDb("eve")), "eve").Status);
        Assert.Equal(202, cluster.Operator(Apply(agent, ToDb("ops")), "ops").Status);
    }

    /// <summary>
    /// A framework of bob's that is offered an agent with a reservation of 1000 MB and a volume of 1000 MB, both of setup's, who may
    /// do everything.
    /// </summary>
    private static (Cluster Cluster, TestAgent Agent, TestFramework Framework) WithVolume(params (AclAction, Acl)[] acls)
    {
        Acl setup = new(AclEntity.Some("setup"), AclEntity.Any);
        var cluster = Guarded.By([.. acls.SelectMany(acl => new[] { (acl.Item1, setup), acl })]);
        var agent = cluster.Agent();
        Assert.Equal(202, cluster.Operator(Apply(agent, A.Reserve(Reserved(2000, "setup"))), "setup").Status);
        Assert.Equal(202, cluster.Operator(Apply(agent, A.Create(Volume("v1", 1000, "setup"))), "setup").Status);
        return (cluster, agent, cluster.Framework(static info => info.Principal = "bob"));
    }

    private static OperatorCall.Apply Apply(TestAgent agent, Operation operation)
    {
        var unallocated = operation.Clone();
        foreach (var resource in ResourcesOf(unallocated))
        {
            resource.AllocationInfo = null;
        }

        return new(agent.Id, OperationLifting.Lift(unallocated, null));
    }

    private static IEnumerable<Mesos.V1.Resource> ResourcesOf(Operation operation) =>
    [
        .. operation.Reserve?.Source ?? [], .. operation.Reserve?.Resources ?? [], .. operation.Unreserve?.Resources ?? [],
        .. operation.Create?.Volumes ?? [], .. operation.Destroy?.Volumes ?? [],
        .. operation.ShrinkVolume is { } shrink ? [shrink.Volume] : (Mesos.V1.Resource[])[],
    ];

    private static Mesos.V1.Resource Reserved(double size, string principal, string role = "web")
    {
        var disk = A.Disk(size, role);
        disk.Reservations[0].Principal = principal;
        return disk;
    }

    /// <summary>What bob reserved for web is to be reserved for db by somebody.</summary>
    private static Operation ToDb(string principal)
    {
        var change = A.Reserve(Reserved(100, principal, "db"));
        change.Reserve.Source.Add(Reserved(100, "bob"));
        return change;
    }

    /// <summary>A volume of somebody's on what setup has reserved.</summary>
    private static Mesos.V1.Resource Volume(string id, double size, string principal)
    {
        var volume = A.Disk(size, "web", id);
        volume.Reservations[0].Principal = "setup";
        volume.Disk.Persistence.Principal = principal;
        return volume;
    }

    private static Operation Shrink(Mesos.V1.Resource volume, double by) => new()
    {
        Type = OperationType.ShrinkVolume, ShrinkVolume = new() { Volume = volume, Subtract = new() { Value = by } },
    };
}
