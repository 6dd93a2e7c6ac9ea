using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using Resource = Kernel.Model.Resource;
using SourceType = Mesos.V1.Resource.Types.DiskInfo.Types.Source.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>
/// An operation that somebody asks for: what the master decides on, lifted out of the message. Resources that name no
/// allocation role are given the offer's by <see cref="OfferRole.Fill(AskedOperation,string)"/>.
/// </summary>
/// <param name="Info">The message, its resources in the format after reservation refinement. Frozen.</param>
public abstract record AskedOperation(Operation Info)
{
    /// <summary>The id under which its framework wants feedback; null if it wants none.</summary>
    public OperationId? Id => Info.Id is { } id ? new(id.Value) : null;

    /// <summary>LAUNCH: tasks on their own.</summary>
    public sealed record Launch(Operation Info, ImmutableArray<AskedTask> Tasks) : AskedOperation(Info);

    /// <summary>LAUNCH_GROUP: tasks that start together or not at all.</summary>
    public sealed record LaunchGroup(
        Operation Info, ExecutorInfo Executor, Resources ExecutorResources, ImmutableArray<AskedTask> Tasks)
        : AskedOperation(Info)
    {
        /// <summary>Its executor with what it asks for.</summary>
        public AskedExecutor AskedExecutor => new(Executor, ExecutorResources);
    }

    /// <summary>RESERVE.</summary>
    public sealed record Reserve(Operation Info, Resources Source, Resources Resources) : AskedOperation(Info);

    /// <summary>UNRESERVE.</summary>
    public sealed record Unreserve(Operation Info, Resources Resources) : AskedOperation(Info);

    /// <summary>CREATE.</summary>
    public sealed record Create(Operation Info, Resources Volumes) : AskedOperation(Info);

    /// <summary>DESTROY.</summary>
    public sealed record Destroy(Operation Info, Resources Volumes) : AskedOperation(Info);

    /// <summary>GROW_VOLUME.</summary>
    public sealed record GrowVolume(Operation Info, Resource Volume, Resource Addition) : AskedOperation(Info);

    /// <summary>SHRINK_VOLUME, by so many thousandths of a MB.</summary>
    public sealed record ShrinkVolume(Operation Info, Resource Volume, long Subtract) : AskedOperation(Info);

    /// <summary>CREATE_DISK.</summary>
    public sealed record CreateDisk(Operation Info, Resource Source, SourceType Target, string? Profile) : AskedOperation(Info);

    /// <summary>DESTROY_DISK.</summary>
    public sealed record DestroyDisk(Operation Info, Resource Source) : AskedOperation(Info);

    /// <summary>An operation whose resources are not well formed, or whose type says nothing.</summary>
    public sealed record Malformed(Operation Info, string Reason) : AskedOperation(Info);
}

/// <summary>A task that somebody wants to launch.</summary>
/// <param name="Info">The message. Frozen.</param>
/// <param name="Resources">What it asks for.</param>
/// <param name="ExecutorResources">What its executor asks for; empty for command tasks.</param>
public sealed record AskedTask(TaskInfo Info, Resources Resources, Resources ExecutorResources)
{
    /// <summary>Its id.</summary>
    public TaskId Id => new(Info.TaskId.Value);

    /// <summary>Its executor with what it asks for; null for command tasks.</summary>
    public AskedExecutor? Executor => Info.Executor is { } executor ? new(executor, ExecutorResources) : null;
}

/// <summary>An executor that somebody wants to launch, or to give more tasks.</summary>
/// <param name="Info">The message. Frozen.</param>
/// <param name="Resources">What it asks for.</param>
public readonly record struct AskedExecutor(ExecutorInfo Info, Resources Resources)
{
    /// <summary>Its id.</summary>
    public ExecutorId Id => new(Info.ExecutorId.Value);
}
