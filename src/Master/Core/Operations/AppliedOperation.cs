using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>Every operation on resources, judged and worked out in one place.</summary>
public static class AppliedOperation
{
    /// <summary>Why an operation on resources may not be applied; null if it may.</summary>
    /// <param name="operation">The operation; not a launch.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="agent">Where.</param>
    /// <param name="inUse">What tasks and executors use on the agent.</param>
    public static string? Refuse(AskedOperation operation, OperationAsker asker, Agent agent, Resources inUse) => operation switch
    {
        AskedOperation.Reserve reserve => ReserveOperation.Refuse(reserve.Source, reserve.Resources, asker, agent),
        AskedOperation.Unreserve unreserve => UnreserveOperation.Refuse(unreserve.Resources, asker),
        AskedOperation.Create create => CreateOperation.Refuse(create.Volumes, asker, agent),
        AskedOperation.Destroy destroy => DestroyOperation.Refuse(destroy.Volumes, asker, agent, inUse),
        AskedOperation.GrowVolume grow => GrowVolumeOperation.Refuse(grow.Volume, grow.Addition, asker, agent),
        AskedOperation.ShrinkVolume shrink => ShrinkVolumeOperation.Refuse(shrink.Volume, shrink.Subtract, asker, agent),
        AskedOperation.CreateDisk create => DiskOperations.RefuseCreate(create.Source, create.Target, create.Profile, asker),
        AskedOperation.DestroyDisk destroy => DiskOperations.RefuseDestroy(destroy.Source, asker),
        AskedOperation.Malformed malformed => malformed.Reason,
        _ => throw Invariant.Unreachable("a launch is no operation on resources"),
    };

    /// <summary>
    /// What an operation that may be applied comes to. The result of CREATE_DISK and DESTROY_DISK is known only to the resource
    /// provider: until it answers they consume, and make nothing.
    /// </summary>
    public static Conversion Convert(AskedOperation operation) => operation switch
    {
        AskedOperation.Reserve reserve => ReserveOperation.Convert(reserve.Source, reserve.Resources),
        AskedOperation.Unreserve unreserve => UnreserveOperation.Convert(unreserve.Resources),
        AskedOperation.Create create => CreateOperation.Convert(create.Volumes),
        AskedOperation.Destroy destroy => DestroyOperation.Convert(destroy.Volumes),
        AskedOperation.GrowVolume grow => GrowVolumeOperation.Convert(grow.Volume, grow.Addition),
        AskedOperation.ShrinkVolume shrink => ShrinkVolumeOperation.Convert(shrink.Volume, shrink.Subtract),
        AskedOperation.CreateDisk create => new(Resources.Of(create.Source), Resources.Empty),
        AskedOperation.DestroyDisk destroy => new(Resources.Of(destroy.Source), Resources.Empty),
        _ => throw Invariant.Unreachable("neither a launch nor an invalid operation changes resources"),
    };

    /// <summary>
    /// Whether the master takes the result for granted before the agent has answered (Mesos: protobuf::isSpeculativeOperation).
    /// </summary>
    public static bool IsSpeculative(AskedOperation operation) =>
        operation is not (AskedOperation.CreateDisk or AskedOperation.DestroyDisk);

    /// <summary>
    /// Whether later operations of the same accept may use the result. What a volume becomes by growing or shrinking may not be used.
    /// </summary>
    public static bool YieldsAtOnce(AskedOperation operation) =>
        IsSpeculative(operation) && operation is not (AskedOperation.GrowVolume or AskedOperation.ShrinkVolume);
}
