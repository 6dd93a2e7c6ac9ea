using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;

namespace Kernel.Master.Core;

/// <summary>An operation of an ACCEPT, or of an operator, with its resources lifted into the model.</summary>
public abstract record LiftedOperation
{
    private LiftedOperation(Operation info) => Info = info;

    /// <summary>The operation as it came, with allocation roles and executor ids filled in. Frozen.</summary>
    public Operation Info { get; }

    /// <summary>An operation with a resource that is not well formed, or that is incomplete otherwise.</summary>
    public sealed record Invalid(Operation Message, string Reason) : LiftedOperation(Message);

    /// <summary>LAUNCH.</summary>
    public sealed record Launch(Operation Message, ImmutableArray<LiftedTask> Tasks) : LiftedOperation(Message);

    /// <summary>LAUNCH_GROUP.</summary>
    public sealed record LaunchGroup(Operation Message, LiftedExecutor Executor, ImmutableArray<LiftedTask> Tasks)
        : LiftedOperation(Message);

    /// <summary>RESERVE.</summary>
    public sealed record Reserve(Operation Message, Resources Source, Resources Resources) : LiftedOperation(Message);

    /// <summary>UNRESERVE.</summary>
    public sealed record Unreserve(Operation Message, Resources Resources) : LiftedOperation(Message);

    /// <summary>CREATE.</summary>
    public sealed record Create(Operation Message, Resources Volumes) : LiftedOperation(Message);

    /// <summary>DESTROY.</summary>
    public sealed record Destroy(Operation Message, Resources Volumes) : LiftedOperation(Message);

    /// <summary>GROW_VOLUME.</summary>
    public sealed record GrowVolume(Operation Message, Resource Volume, Resource Addition) : LiftedOperation(Message);

    /// <summary>SHRINK_VOLUME.</summary>
    public sealed record ShrinkVolume(Operation Message, Resource Volume, long Subtract) : LiftedOperation(Message);

    /// <summary>CREATE_DISK, which needs a storage provider.</summary>
    public sealed record CreateDisk(Operation Message, Resource Source) : LiftedOperation(Message);

    /// <summary>DESTROY_DISK, which needs a storage provider.</summary>
    public sealed record DestroyDisk(Operation Message, Resource Source) : LiftedOperation(Message);
}

/// <summary>A task to be launched.</summary>
/// <param name="Info">The task as it came. Frozen.</param>
/// <param name="Resources">What it asks for, allocated to its role.</param>
/// <param name="Executor">The executor it asks for; null for command tasks.</param>
/// <param name="Problem">What is wrong with its resources; null if nothing is.</param>
public sealed record LiftedTask(TaskInfo Info, Resources Resources, LiftedExecutor? Executor, string? Problem)
{
    /// <summary>Its id.</summary>
    public TaskId Id => new(Info.TaskId.Value);
}

/// <summary>An executor to be launched, or to be given more tasks.</summary>
/// <param name="Info">The executor as it came, with its framework id filled in. Frozen.</param>
/// <param name="Resources">What it asks for, allocated to its role.</param>
public sealed record LiftedExecutor(ExecutorInfo Info, Resources Resources)
{
    /// <summary>Its id.</summary>
    public ExecutorId Id => new(Info.ExecutorId.Value);
}
