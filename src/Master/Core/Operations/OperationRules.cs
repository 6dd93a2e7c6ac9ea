using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>What holds for the resources of every operation (Mesos: src/master/validation.cpp, operation).</summary>
internal static class OperationRules
{
    /// <summary>Why a list of resources cannot be the subject of an operation; null if it can.</summary>
    public static string? Refuse(Resources resources, OperationAsker asker)
    {
        if (resources.IsEmpty)
        {
            return "Invalid resources: none are given";
        }

        if (asker.IsOperator && resources.Any(static resource => resource.Kind.AllocationRole is not null))
        {
            return "Invalid resources: 'allocation_info' must not be set by operators";
        }

        return resources.Select(static resource => resource.Kind.ProviderId).Distinct().Count() > 1
            ? "Invalid resources: some of them are from another resource provider than others"
            : null;
    }

    /// <summary>Why two persistent volumes of one role cannot be told apart; null if they can.</summary>
    public static string? RefuseDuplicateVolumes(Resources resources)
    {
        var names = resources
            .Where(static resource => resource.Kind.IsPersistentVolume)
            .Select(static resource => (resource.Kind.ReservedRole, resource.Kind.Disk!.PersistenceId))
            .ToList();
        return names.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? $"Persistence ID '{twice.Key.PersistenceId}' is not unique"
            : null;
    }

    /// <summary>The kind of a volume's space: the same disk without the volume on it.</summary>
    public static ResourceKind WithoutVolume(this ResourceKind kind) =>
        kind.WithDisk(kind.Disk?.Source is { } source ? new Disk(source, null, null, null) : null, shared: false);

    /// <summary>The space of a volume without the volume on it.</summary>
    public static Resource WithoutVolume(this Resource volume) =>
        Resource.OfThousandths(volume.Kind.WithoutVolume(), volume.Thousandths);
}
