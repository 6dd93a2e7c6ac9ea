using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.Internal;
using Mesos.V1;
using Resource = Mesos.V1.Resource;

namespace Kernel.Master.Server.Lifting;

/// <summary>Lifts what agents say of themselves out of their messages.</summary>
public static class AgentLifting
{
    /// <summary>An agent that registers.</summary>
    public static ReportedAgent Lift(RegisterSlaveMessage message) => new(
        ToAgentInfo(message.Slave),
        Total(message.Slave.Resources, message.CheckpointedResources),
        SharedParts.Of(message.Version),
        SharedParts.Of(message.AgentCapabilities),
        message.ResourceVersionUuid?.Value ?? ByteString.Empty);

    /// <summary>An agent that registers again.</summary>
    public static ReportedAgent Lift(ReregisterSlaveMessage message) => new(
        ToAgentInfo(message.Slave),
        Total(message.Slave.Resources, message.CheckpointedResources),
        SharedParts.Of(message.Version),
        SharedParts.Of(message.AgentCapabilities),
        message.ResourceVersionUuid?.Value ?? ByteString.Empty);

    /// <summary>What an agent that registers again runs.</summary>
    /// <param name="message">Its message, from which tasks are not read.</param>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="completed">The ended tasks that it remembers.</param>
    public static ReportedWork LiftWork(ReregisterSlaveMessage message, ImmutableArray<TaskEntry> tasks, ImmutableArray<TaskEntry> completed) => new(
        [.. message.Frameworks.Where(static framework => framework.Id is not null)],
        [.. message.ExecutorInfos.Where(static executor => executor.FrameworkId is not null).Select(executor => Lift(message.Slave, executor))],
        tasks,
        completed);

    /// <summary>What a registered agent tells.</summary>
    public static AgentUpdate Lift(UpdateSlaveMessage message) => new(
        new(message.SlaveId.Value),
        message.UpdateOversubscribedResources || message.OversubscribedResources.Count > 0
            ? ResourceMapping.FromMessages(message.OversubscribedResources)
            : null,
        [.. (message.Operations?.Operations_ ?? []).Where(static operation => operation.Uuid is not null).Select(one => Lift(message.SlaveId, one))],
        message.ResourceVersionUuid?.Value ?? ByteString.Empty);

    private static ExecutorEntry Lift(SlaveInfo agent, ExecutorInfo executor) => new(
        new(new(agent.Id.Value), new(executor.FrameworkId.Value), new(executor.ExecutorId.Value)),
        executor.ToByteString(),
        ResourceMapping.FromMessages(executor.Resources));

    private static OperationEntry Lift(AgentID agent, Operation operation) => new()
    {
        Uuid = operation.Uuid.Value,
        Framework = operation.FrameworkId is { } framework ? new FrameworkId(framework.Value) : null,
        Agent = new(agent.Value),
        Info = operation.Info,
        LatestStatus = operation.LatestStatus,
        Statuses = [.. operation.Statuses],
    };

    /// <summary>
    /// All resources of an agent: those of its flags, where reservations and volumes that it has checkpointed stand in place of
    /// what they are made of (Mesos: applyCheckpointedResources).
    /// </summary>
    private static Resources Total(RepeatedField<Resource> flags, IEnumerable<Resource> checkpointed)
    {
        var total = SharedParts.Bag(flags);
        foreach (var resource in ResourceMapping.FromMessages(checkpointed))
        {
            var origin = Resources.Of(Origin(resource));
            if (!total.Contains(origin))
            {
                throw new InvalidResourceException($"checkpointed {resource} is not made of the agent's resources {total}");
            }

            total = total - origin + Resources.Of(resource);
        }

        return total;
    }

    /// <summary>What a checkpointed resource was before operations made it: without volume, and without dynamic reservations.</summary>
    private static Model.Resource Origin(Model.Resource resource)
    {
        var kind = resource.Kind;
        ImmutableArray<Reservation> fixedOnes = [.. kind.Reservations.TakeWhile(static one => one.Type == ReservationType.Static)];
        var disk = kind.Disk?.Source is { } source ? new Disk(source, null, null, null) : null;
        return Model.Resource.OfThousandths(kind.WithDisk(disk, shared: false).WithReservations(fixedOnes), resource.Thousandths) is var scalar
            && kind.Type == ResourceType.Scalar
            ? scalar
            : resource.As(kind.WithDisk(disk, shared: false).WithReservations(fixedOnes));
    }

    private static AgentInfo ToAgentInfo(SlaveInfo slave)
    {
        var info = new AgentInfo { Hostname = slave.Hostname, Port = slave.Port, Id = slave.Id, Domain = slave.Domain };
        info.Resources.AddRange(SharedParts.Of(slave.Resources));
        info.Attributes.AddRange(SharedParts.Of(slave.Attributes));
        if (slave.HasCheckpoint)
        {
            info.Checkpoint = slave.Checkpoint;
        }

        return info;
    }
}
