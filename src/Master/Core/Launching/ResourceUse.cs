using Kernel.Model;

namespace Kernel.Master.Core.Launching;

/// <summary>What the resources of tasks and executors must be (Mesos: src/master/validation.cpp, resource).</summary>
internal static class ResourceUse
{
    /// <summary>Why resources cannot be used by one task or executor; null if they can.</summary>
    public static string? Refuse(Resources resources)
    {
        foreach (var resource in resources)
        {
            if (resource.Kind is { Revocable: true, IsDynamicallyReserved: true })
            {
                return $"Dynamically reserved resource {resource} cannot be created from revocable resources";
            }

            if (resource.Kind is { Revocable: true, IsPersistentVolume: true })
            {
                return $"Persistent volume {resource} cannot be created from revocable resources";
            }

            if (RefuseDisk(resource) is { } reason)
            {
                return reason;
            }
        }

        return RefuseDuplicateVolumes(resources) ?? RefuseRoles(resources) ?? RefuseRevocableMix(resources);
    }

    /// <summary>Why resources of a task, its executor or its group cannot be used side by side; null if they can.</summary>
    public static string? RefuseTogether(IReadOnlyList<Resources> users)
    {
        var before = Resources.Empty;
        foreach (var user in users)
        {
            if (RefuseOverlap(before, user) is { } reason)
            {
                return reason;
            }

            before += user.Where(static resource => resource.Kind.Type != ResourceType.Scalar);
        }

        var exclusive = Resources.Of(users.SelectMany(static bag => bag).Where(static resource => !resource.Kind.Shared));
        return RefuseDuplicateVolumes(exclusive) ?? RefuseRoles(exclusive) ?? RefuseRevocableMix(exclusive);
    }

    /// <summary>Whether resources are among the available ones; of a shared volume one copy serves any number.</summary>
    public static bool Fits(Resources wanted, Resources available) =>
        available.Contains(wanted.Select(OneCopy));

    /// <summary>One copy of a shared volume; anything else as it is.</summary>
    public static Resource OneCopy(Resource resource) => resource.Kind.Shared
        ? Resource.OfThousandths(resource.Kind, resource.Thousandths)
        : resource;

    private static string? RefuseDisk(Resource resource)
    {
        if (resource.Kind.Disk is not { } disk)
        {
            return null;
        }

        if (disk.PersistenceId is not { } id)
        {
            return disk.Volume is null ? null : "Non-persistent volume not supported";
        }

        if (resource.Kind.IsUnreserved)
        {
            return "Persistent volumes cannot be created from unreserved resources";
        }

        return disk.Volume is null
            ? "Expecting 'volume' to be set for persistent volume"
            : LaunchRules.Named("Invalid persistence ID", IdRules.Refuse(id.Value));
    }

    private static string? RefuseDuplicateVolumes(Resources resources) => resources
        .Where(static resource => resource.Kind.IsPersistentVolume)
        .GroupBy(static volume => (volume.Kind.ReservedRole, volume.Kind.Disk!.PersistenceId))
        .FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? $"Task uses invalid DiskInfo: Persistence ID '{twice.Key.PersistenceId}' is not unique"
            : null;

    private static string? RefuseRoles(Resources resources)
    {
        var roles = resources.Select(static resource => resource.Kind.AllocationRole).Distinct().Take(2).ToList();
        return roles.Count == 2
            ? $"The resources have multiple allocation roles ('{roles[0]}' and '{roles[1]}') but only one allocation role is allowed"
            : null;
    }

    private static string? RefuseRevocableMix(Resources resources) => resources
        .GroupBy(static resource => resource.Kind.Name)
        .FirstOrDefault(static same => same.Any(static one => one.Kind.Revocable) && same.Any(static one => !one.Kind.Revocable))
        is { } mixed
            ? $"Cannot use both revocable and non-revocable '{mixed.Key}' at the same time"
            : null;

    private static string? RefuseOverlap(Resources left, Resources right)
    {
        foreach (var resource in left)
        {
            foreach (var other in right.Where(other => other.Kind.Equals(resource.Kind)))
            {
                if (resource.Ranges.Overlaps(other.Ranges) || resource.Items.Overlaps(other.Items))
                {
                    return $"There are overlapping resources in the task resources and executor resources: {resource} and {other}";
                }
            }
        }

        return null;
    }
}
