using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;

namespace Kernel.Master.Core;

/// <summary>An operation on resources that an agent has been asked for.</summary>
public sealed record OperationEntry
{
    /// <summary>Its uuid, 16 bytes.</summary>
    public required ByteString Uuid { get; init; }

    /// <summary>Who asked for it; null for operators.</summary>
    public FrameworkId? Framework { get; init; }

    /// <summary>Where it is applied.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>The operation. Frozen.</summary>
    public required Operation Info { get; init; }

    /// <summary>What it does to resources; nothing if an agent brought it along.</summary>
    public Conversion Conversion { get; init; } = Conversion.None;

    /// <summary>The last status that the agent knows. Frozen.</summary>
    public required OperationStatus LatestStatus { get; init; }

    /// <summary>Every status so far. Frozen.</summary>
    public ImmutableArray<OperationStatus> Statuses { get; init; } = [];

    /// <summary>The id its framework gave it, if it wants feedback.</summary>
    public OperationId? Id => Info.Id is { } id ? new(id.Value) : null;

    /// <summary>Whether it has come to its end.</summary>
    public bool IsTerminal => LatestStatus.State is OperationState.OperationFinished or OperationState.OperationFailed
        or OperationState.OperationError or OperationState.OperationDropped or OperationState.OperationGoneByOperator;
}
