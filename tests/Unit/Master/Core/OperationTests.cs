using Google.Protobuf;
using Kernel.Master.Core;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Operation = Mesos.V1.Offer.Types.Operation;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class OperationTests
{
    [Fact]
    public void A_volume_is_reserved_created_and_used_in_one_accept()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        var task = A.Task("t1", agent, change: static task => task.Resources.Add(A.Disk(60, "web", "v1")));

        framework.Accept(
            framework.Offers().Single(), A.Reserve(A.Disk(60, "web")), A.Create(A.Disk(60, "web", "v1")), A.Launch(task));

        Assert.Empty(framework.NewStatuses());
        Assert.Equal(2, agent.Received<ApplyOperationMessage>().Count);
        Assert.Single(agent.Received<RunTaskMessage>());
        Assert.Contains(agent.Known.Total, static one => one.Kind.IsPersistentVolume);
        Assert.Equal(40, cluster.State.Allocator.Free(agent.Id).Scalar("disk"));
    }

    [Fact]
    public void An_operation_that_is_refused_tells_those_who_named_it_and_spoils_nothing_else()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();

        framework.Accept(
            framework.Offers().Single(), Named(A.Reserve(A.Disk(60, "other")), "op1"), A.Reserve(A.Disk(60, "other")), A.Launch(A.Task("t1", agent)));

        var status = framework.Events(EventType.UpdateOperationStatus).Single().UpdateOperationStatus.Status;
        Assert.Equal(("op1", OperationState.OperationError), (status.OperationId.Value, status.State));
        Assert.Single(agent.Received<RunTaskMessage>());
        Assert.Empty(agent.Received<ApplyOperationMessage>());
    }

    [Fact]
    public void Feedback_is_forwarded_acknowledged_and_then_forgotten()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        framework.Accept(framework.Offers().Single(), Named(A.Reserve(A.Disk(60, "web")), "op1"));
        var apply = agent.Received<ApplyOperationMessage>().Single();

        Report(cluster, agent, framework, apply, OperationState.OperationFinished);
        Reconcile(framework, agent, "op1");
        framework.Call(new()
        {
            Type = Mesos.V1.Scheduler.Call.Types.Type.AcknowledgeOperationStatus,
            AcknowledgeOperationStatus = new()
            {
                AgentId = new() { Value = agent.Id.Value }, OperationId = new() { Value = "op1" }, Uuid = Uuid,
            },
        });
        Reconcile(framework, agent, "op1");

        var told = framework.Events(EventType.UpdateOperationStatus).Select(static one => one.UpdateOperationStatus.Status).ToList();
        Assert.Equal(
            [OperationState.OperationFinished, OperationState.OperationFinished, OperationState.OperationUnknown],
            told.Select(static one => one.State));
        Assert.Equal([true, false, false], told.Select(static one => one.Uuid is not null));
        Assert.Equal(apply.OperationUuid.Value, agent.Received<AcknowledgeOperationStatusMessage>().Single().OperationUuid.Value);
        Assert.Empty(cluster.State.Operations);
    }

    [Fact]
    public void What_the_agent_could_not_do_is_taken_back()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        framework.Accept(framework.Offers().Single(), A.Reserve(A.Disk(60, "web")));

        Report(cluster, agent, framework, agent.Received<ApplyOperationMessage>().Single(), OperationState.OperationFailed);

        Assert.Equal(100, agent.Known.Total.Unreserved.Scalar("disk"));
        Assert.Equal(100, cluster.State.Allocator.Total(agent.Id).Unreserved.Scalar("disk"));
        Assert.Single(agent.Received<AcknowledgeOperationStatusMessage>());
        Assert.Empty(cluster.State.Operations);
    }

    private static ByteString Uuid { get; } = ByteString.CopyFrom(new byte[16]);

    private static Operation Named(Operation operation, string id)
    {
        operation.Id = new() { Value = id };
        return operation;
    }

    private static void Report(
        Cluster cluster, TestAgent agent, TestFramework framework, ApplyOperationMessage apply, OperationState state) =>
        cluster.Tell(new MasterInput.OperationStatusForwarded(new UpdateOperationStatusMessage
        {
            FrameworkId = framework.Info.Id,
            SlaveId = new() { Value = agent.Id.Value },
            OperationUuid = apply.OperationUuid,
            Status = new() { State = state, OperationId = apply.OperationInfo.Id, Uuid = new() { Value = Uuid } },
        }));

    private static void Reconcile(TestFramework framework, TestAgent agent, string operation) => framework.Call(new()
    {
        Type = Mesos.V1.Scheduler.Call.Types.Type.ReconcileOperations,
        ReconcileOperations = new()
        {
            Operations =
            {
                new Mesos.V1.Scheduler.Call.Types.ReconcileOperations.Types.Operation
                {
                    OperationId = new() { Value = operation }, AgentId = new() { Value = agent.Id.Value },
                },
            },
        },
    });
}
