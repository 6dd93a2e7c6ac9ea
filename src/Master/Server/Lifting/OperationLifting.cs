using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;
using Resource = Mesos.V1.Resource;

namespace Kernel.Master.Server.Lifting;

/// <summary>
/// Lifts operations out of their messages: their resources are read, in whichever format they come, and written back in the
/// format after reservation refinement, which is the one that agents are sent.
/// </summary>
public static class OperationLifting
{
    /// <summary>The operations of an ACCEPT.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="framework">Who asks: executors that name no framework are its.</param>
    public static ImmutableArray<AskedOperation> Lift(IEnumerable<Operation> messages, FrameworkID framework) =>
        [.. messages.Select(message => Lift(message, framework))];

    /// <summary>One operation.</summary>
    public static AskedOperation Lift(Operation message, FrameworkID? framework)
    {
        try
        {
            return Read(message.Clone(), framework);
        }
        catch (InvalidResourceException malformed)
        {
            return new AskedOperation.Malformed(message, $"Invalid resources: {malformed.Message}");
        }
    }

    private static AskedOperation Read(Operation message, FrameworkID? framework) => message switch
    {
        { Type: OperationType.Launch, Launch: { } launch } => ReadLaunch(message, launch, framework),
        { Type: OperationType.LaunchGroup, LaunchGroup: { } group } => ReadGroup(message, group),
        { Type: OperationType.Reserve, Reserve: { } reserve } =>
            new AskedOperation.Reserve(message, Refine(reserve.Source), Refine(reserve.Resources)),
        { Type: OperationType.Unreserve, Unreserve: { } unreserve } =>
            new AskedOperation.Unreserve(message, Refine(unreserve.Resources)),
        { Type: OperationType.Create, Create: { } create } => new AskedOperation.Create(message, Refine(create.Volumes)),
        { Type: OperationType.Destroy, Destroy: { } destroy } => new AskedOperation.Destroy(message, Refine(destroy.Volumes)),
        { Type: OperationType.GrowVolume, GrowVolume: { } grow } => ReadGrow(message, grow),
        { Type: OperationType.ShrinkVolume, ShrinkVolume: { } shrink } => ReadShrink(message, shrink),
        { Type: OperationType.CreateDisk, CreateDisk: { } create } => ReadCreateDisk(message, create),
        { Type: OperationType.DestroyDisk, DestroyDisk: { } destroy } => ReadDestroyDisk(message, destroy),
        { HasType: false } or { Type: OperationType.Unknown } => new AskedOperation.Malformed(message, "Unknown offer operation"),
        _ => new AskedOperation.Malformed(message, $"The member of the offer operation that its type '{message.Type}' needs is not set"),
    };

    private static AskedOperation.Launch ReadLaunch(Operation message, Operation.Types.Launch launch, FrameworkID? framework) =>
        new(message, [.. launch.TaskInfos.Select(task => ReadTask(task, framework))]);

    /// <summary>Every task of a group gets the group's executor, as Mesos does it.</summary>
    private static AskedOperation.LaunchGroup ReadGroup(Operation message, Operation.Types.LaunchGroup group)
    {
        var resources = Refine(group.Executor.Resources);
        foreach (var task in group.TaskGroup.Tasks)
        {
            if (task.Executor is null)
            {
                task.Executor = group.Executor.Clone();
            }
            else
            {
                Refine(task.Executor.Resources);
            }
        }

        return new(message, group.Executor, resources, [.. group.TaskGroup.Tasks.Select(static task => ReadTask(task, null))]);
    }

    private static AskedTask ReadTask(TaskInfo task, FrameworkID? framework)
    {
        if (task.Executor is { } executor)
        {
            executor.FrameworkId ??= framework;
        }

        if (task.HealthCheck is { HasType: false } check && KindOf(check) is { } kind)
        {
            check.Type = kind;
        }

        return new(task, Refine(task.Resources), task.Executor is null ? Resources.Empty : Refine(task.Executor.Resources));
    }

    /// <summary>Clients older than the field say the kind of a health check by the member they set.</summary>
    private static HealthCheck.Types.Type? KindOf(HealthCheck check) => check switch
    {
        { Command: not null, Http: null } => HealthCheck.Types.Type.Command,
        { Command: null, Http: not null } => HealthCheck.Types.Type.Http,
        _ => null,
    };

    private static AskedOperation.GrowVolume ReadGrow(Operation message, Operation.Types.GrowVolume grow)
    {
        var volume = ResourceMapping.FromMessage(grow.Volume);
        var addition = ResourceMapping.FromMessage(grow.Addition);
        grow.Volume = volume.ToMessage();
        grow.Addition = addition.ToMessage();
        return new(message, volume, addition);
    }

    private static AskedOperation ReadShrink(Operation message, Operation.Types.ShrinkVolume shrink)
    {
        var volume = ResourceMapping.FromMessage(shrink.Volume);
        shrink.Volume = volume.ToMessage();
        return double.IsFinite(shrink.Subtract.Value) && Math.Abs(shrink.Subtract.Value) < long.MaxValue / 2000.0
            ? new AskedOperation.ShrinkVolume(message, volume, Kernel.Model.Resource.ToThousandths(shrink.Subtract.Value))
            : new AskedOperation.Malformed(message, "'shrink_volume.subtract' is no finite number");
    }

    private static AskedOperation.CreateDisk ReadCreateDisk(Operation message, Operation.Types.CreateDisk create)
    {
        var source = ResourceMapping.FromMessage(create.Source);
        create.Source = source.ToMessage();
        return new(message, source, create.TargetType, create.HasTargetProfile ? create.TargetProfile : null);
    }

    private static AskedOperation.DestroyDisk ReadDestroyDisk(Operation message, Operation.Types.DestroyDisk destroy)
    {
        var source = ResourceMapping.FromMessage(destroy.Source);
        destroy.Source = source.ToMessage();
        return new(message, source);
    }

    /// <summary>Reads resources, and writes them back in the format after reservation refinement.</summary>
    private static Resources Refine(RepeatedField<Resource> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].HasRole || messages[i].Reservation is not null)
            {
                messages[i] = ResourceMapping.FromMessage(messages[i]).ToMessage();
            }
        }

        return ResourceMapping.FromMessages(messages);
    }
}
