using Kernel.Model;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using Resource = Kernel.Model.Resource;

namespace Kernel.Master.Core.Operations;

/// <summary>
/// Resources of an operation belong to the role of its offers, also where the message does not say so: frameworks older than
/// MULTI_ROLE never do (Mesos: protobuf::injectAllocationInfo).
/// </summary>
public static class OfferRole
{
    /// <summary>The same operation, its resources allocated to a role where they name none.</summary>
    public static AskedOperation Fill(AskedOperation operation, string role)
    {
        var info = operation.Info.Clone();
        Inject(info, role);
        return operation switch
        {
            AskedOperation.Launch launch => new AskedOperation.Launch(
                info, [.. launch.Tasks.Select((task, i) => Fill(task, info.Launch.TaskInfos[i], role))]),
            AskedOperation.LaunchGroup group => new AskedOperation.LaunchGroup(
                info,
                info.LaunchGroup.Executor,
                Fill(group.ExecutorResources, role),
                [.. group.Tasks.Select((task, i) => Fill(task, info.LaunchGroup.TaskGroup.Tasks[i], role))]),
            AskedOperation.Reserve reserve => reserve with { Info = info, Resources = Fill(reserve.Resources, role) },
            AskedOperation.Unreserve unreserve => unreserve with { Info = info, Resources = Fill(unreserve.Resources, role) },
            AskedOperation.Create create => create with { Info = info, Volumes = Fill(create.Volumes, role) },
            AskedOperation.Destroy destroy => destroy with { Info = info, Volumes = Fill(destroy.Volumes, role) },
            AskedOperation.GrowVolume grow => grow with
            {
                Info = info, Volume = Fill(grow.Volume, role), Addition = Fill(grow.Addition, role),
            },
            AskedOperation.ShrinkVolume shrink => shrink with { Info = info, Volume = Fill(shrink.Volume, role) },
            AskedOperation.CreateDisk create => create with { Info = info, Source = Fill(create.Source, role) },
            AskedOperation.DestroyDisk destroy => destroy with { Info = info, Source = Fill(destroy.Source, role) },
            AskedOperation.Malformed => operation,
            _ => throw Invariant.Unreachable("an operation of a kind that nobody knows"),
        };
    }

    private static AskedTask Fill(AskedTask task, TaskInfo info, string role) =>
        new(info, Fill(task.Resources, role), Fill(task.ExecutorResources, role));

    private static Resources Fill(Resources resources, string role) =>
        resources.All(static resource => resource.Kind.AllocationRole is not null)
            ? resources
            : resources.Select(resource => Fill(resource, role));

    private static Resource Fill(Resource resource, string role) =>
        resource.Kind.AllocationRole is null ? resource.As(resource.Kind.AllocatedTo(role)) : resource;

    private static void Inject(Operation operation, string role)
    {
        foreach (var resource in ResourcesOf(operation))
        {
            if (resource.AllocationInfo is not { HasRole: true })
            {
                resource.AllocationInfo = new() { Role = role };
            }
        }
    }

    private static IEnumerable<Mesos.V1.Resource> ResourcesOf(Operation operation) =>
    [
        .. operation.Launch?.TaskInfos.SelectMany(ResourcesOf) ?? [],
        .. operation.LaunchGroup?.Executor.Resources ?? [],
        .. operation.LaunchGroup?.TaskGroup.Tasks.SelectMany(ResourcesOf) ?? [],
        .. operation.Reserve?.Resources ?? [],
        .. operation.Unreserve?.Resources ?? [],
        .. operation.Create?.Volumes ?? [],
        .. operation.Destroy?.Volumes ?? [],
        .. One(operation.GrowVolume?.Volume),
        .. One(operation.GrowVolume?.Addition),
        .. One(operation.ShrinkVolume?.Volume),
        .. One(operation.CreateDisk?.Source),
        .. One(operation.DestroyDisk?.Source),
    ];

    private static IEnumerable<Mesos.V1.Resource> ResourcesOf(TaskInfo task) =>
        task.Executor is null ? task.Resources : task.Resources.Concat(task.Executor.Resources);

    private static Mesos.V1.Resource[] One(Mesos.V1.Resource? resource) => resource is null ? [] : [resource];
}
