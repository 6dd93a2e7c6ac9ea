using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using Resource = Mesos.V1.Resource;

namespace Kernel.Marathon.Core;

/// <summary>
/// Reservations of ours: labelled with the framework and the instance that they are for, so that they are known again
/// when they are
/// offered (Marathon: TaskLabels.scala, ReservationLabels).
/// </summary>
internal static class Reservations
{
    private const string FrameworkLabel = "marathon_framework_id";
    private const string InstanceLabel = "marathon_task_id";

    /// <summary>The instance that a resource is reserved for; null if the reservation is none of ours.</summary>
    internal static InstanceId? For(Resource resource, string? frameworkId)
    {
        var labels = OfferPool.ReservationLabels(resource);
        return labels is not null && Label(labels, FrameworkLabel) == frameworkId
            && Label(labels, InstanceLabel) is { } id
            ? new InstanceId(id)
            : null;
    }

    /// <summary>A resource, reserved for an instance.</summary>
    internal static Resource Reserve(Resource resource, Instance instance, MarathonState state)
    {
        var reservation = new Resource.Types.ReservationInfo
        {
            Type = Resource.Types.ReservationInfo.Types.Type.Dynamic,
            Role = instance.Role,
            Labels = new()
            {
                Labels_ =
                {
                    new Label { Key = FrameworkLabel, Value = state.Mesos.FrameworkId ?? "" },
                    new Label { Key = InstanceLabel, Value = instance.Id.Value },
                },
            },
        };
        if (state.Settings.Principal is { } principal)
        {
            reservation.Principal = principal;
        }

        var reserved = resource.Clone();
        reserved.Reservations.Add(reservation);
        return reserved;
    }

    /// <summary>
    /// What frees those resources of an offer that are reserved for instances that there are no more.
    /// </summary>
    /// <param name="state">What is known.</param>
    /// <param name="pool">What is left of the offer; what is freed is taken out.</param>
    internal static IReadOnlyList<Operation> Free(MarathonState state, OfferPool pool)
    {
        var stale = pool.Rest.Where(resource => IsStale(state, resource)).ToList();
        if (stale.Count == 0)
        {
            return [];
        }

        stale.ForEach(pool.TakeEntry);
        foreach (var resource in stale)
        {
            state.Releasing.Remove(For(resource, state.Mesos.FrameworkId)!.Value);
        }

        var volumes = stale.Where(static resource => resource.Disk?.Persistence is not null).ToList();
        var unreserve = new Operation
        {
            Type = Operation.Types.Type.Unreserve,
            Unreserve = new() { Resources = { stale.Select(WithoutVolume) } },
        };
        return volumes.Count == 0 ? [unreserve] : [Destroy(volumes), unreserve];
    }

    private static bool IsStale(MarathonState state, Resource resource)
    {
        if (For(resource, state.Mesos.FrameworkId) is not { } id)
        {
            return false;
        }

        var instance = state.Instances.Find(id);
        return instance is null
            || instance.Volumes.IsEmpty
            || (resource.Disk?.Persistence is { } persistence
                && instance.Volumes.All(volume => volume.Disk.Persistence.Id != persistence.Id));
    }

    private static Operation Destroy(IEnumerable<Resource> volumes) => new()
    {
        Type = Operation.Types.Type.Destroy,
        Destroy = new() { Volumes = { volumes } },
    };

    private static Resource WithoutVolume(Resource resource)
    {
        var bare = resource.Clone();
        if (bare.Disk is { Persistence: not null } disk)
        {
            bare.Disk = disk.Source is null ? null : new() { Source = disk.Source };
        }

        return bare;
    }

    private static string? Label(Labels labels, string key) =>
        labels.Labels_.FirstOrDefault(label => label.Key == key)?.Value;
}
