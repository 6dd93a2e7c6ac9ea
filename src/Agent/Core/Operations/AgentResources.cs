using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// What an agent has: the resources of its flags, with the reservations and volumes that operations made of them, and
/// the
/// operations whose outcome nobody has acknowledged yet.
/// </summary>
public sealed class AgentResources(AgentConfiguration configuration)
{
    private readonly ResourceCodec codec = configuration.Resources;

    /// <summary>Everything the agent has.</summary>
    public Resources Total { get; private set; } =
        configuration.Resources.Read(configuration.Info.Resources) ?? Resources.Empty;

    /// <summary>What lives in the store: dynamic reservations and persistent volumes.</summary>
    public Resources Checkpointed => Total.Where(NeedsCheckpoint);

    /// <summary>
    /// Tells one state of the resources from another: a master that decided on another one is mistaken.
    /// </summary>
    public Guid Version { get; private set; }

    /// <summary>Operations whose outcome is not acknowledged, by uuid.</summary>
    public Dictionary<Guid, AgentOperation> Operations { get; } = [];

    /// <summary>All resources as messages.</summary>
    public IEnumerable<V1.Resource> TotalMessages => codec.Write(Total);

    /// <summary>Reservations and volumes as messages.</summary>
    public IEnumerable<V1.Resource> CheckpointedMessages => codec.Write(Checkpointed);

    /// <summary>The version as a message.</summary>
    public V1.UUID VersionMessage => Uuid(Version);

    /// <summary>Takes another version.</summary>
    public void Renew(Guid version) => Version = version;

    /// <summary>Has other resources.</summary>
    public void Become(Resources total) => Total = total;

    /// <summary>Knows an operation, or knows it better.</summary>
    public void Set(AgentOperation operation) => Operations[operation.Uuid] = operation;

    /// <summary>Makes reservations and volumes again, on a restart.</summary>
    /// <returns>Why that cannot be; null if it was done.</returns>
    public string? Restore(IEnumerable<V1.Resource> messages)
    {
        if (codec.Read(messages) is not { } checkpointed)
        {
            return "The checkpointed resources cannot be read";
        }

        var total = codec.Read(configuration.Info.Resources) ?? Resources.Empty;
        foreach (var resource in checkpointed)
        {
            var raw = Resources.Of(Conversion.Stripped(resource));
            if (!total.Contains(raw))
            {
                return $"Checkpointed resources {checkpointed} are incompatible with agent resources {total}";
            }

            total = total - raw + Resources.Of(resource);
        }

        Total = total;
        return null;
    }

    /// <summary>The first reservation or volume of a launch that the agent has not got; null if it has all.</summary>
    public string? FirstUnknown(IEnumerable<V1.Resource> needed)
    {
        if (codec.Read(needed) is not { } read)
        {
            return "a resource that cannot be read";
        }

        foreach (var resource in read.Unallocated.Where(NeedsCheckpoint))
        {
            if (!Total.Contains(Resources.Of(resource)))
            {
                return resource.ToString();
            }
        }

        return null;
    }

    /// <summary>
    /// What the master is told after each registration and whenever it was mistaken (Mesos: UpdateSlaveMessage).
    /// </summary>
    public UpdateSlaveMessage Update(V1.AgentID agent) => new()
    {
        SlaveId = agent,
        UpdateOversubscribedResources = false,
        ResourceVersionUuid = VersionMessage,
        Operations = new() { Operations_ = { Operations.Values.Select(static operation => operation.Message) } },
    };

    /// <summary>A uuid as a message.</summary>
    public static V1.UUID Uuid(Guid value) => new() { Value = ByteString.CopyFrom(value.ToByteArray(bigEndian: true)) };

    private static bool NeedsCheckpoint(Resource resource) =>
        resource.Kind.IsPersistentVolume
        || resource.Kind.Reservations.Any(static level => level.Type == ReservationType.Dynamic);
}
