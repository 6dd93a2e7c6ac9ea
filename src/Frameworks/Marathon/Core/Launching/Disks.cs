using Resource = Mesos.V1.Resource;
using Source = Mesos.V1.Resource.Types.DiskInfo.Types.Source;

namespace Kernel.Marathon.Core;

/// <summary>Chooses disks for persistent volumes (Marathon: DiskResourceMatcher in ResourceMatcher.scala).</summary>
internal static class Disks
{
    /// <summary>Whether nobody has reserved a resource.</summary>
    internal static bool IsUnreserved(Resource resource) => resource.Reservations.Count == 0;

    /// <summary>
    /// Takes the disk of a volume: any of the agent's own, the largest path, or the smallest mount that is large
    /// enough.
    /// </summary>
    /// <returns>The disk, as large as the volume; null if there is none.</returns>
    internal static Resource? Take(OfferPool pool, PersistentInfo volume)
    {
        var type = volume.Type ?? (volume.ProfileName is null ? "root" : "mount");
        if (type == "root")
        {
            var taken = new List<Resource>();
            return pool.TakeScalar("disk", volume.Size, IsUnreserved, taken) && taken.Count == 1 ? taken[0] : null;
        }

        var candidates = pool.Rest.Where(resource => Fits(resource, volume, type));
        var chosen = type == "path"
            ? candidates.MaxBy(static resource => resource.Scalar.Value)
            : candidates.MinBy(static resource => resource.Scalar.Value);
        return chosen is null ? null : pool.TakeDisk(chosen, type == "path" ? volume.Size : chosen.Scalar.Value);
    }

    private static bool Fits(Resource resource, PersistentInfo volume, string type)
    {
        if (resource.Name != "disk" || !IsUnreserved(resource)
            || resource.Disk is not { Persistence: null, Source: { } source })
        {
            return false;
        }

        var size = resource.Scalar.Value;
        return source.Type == (type == "path" ? Source.Types.Type.Path : Source.Types.Type.Mount)
            && size >= volume.Size
            && (type == "path" || volume.MaxSize is not { } max || size <= max)
            && (volume.ProfileName is null || source.Profile == volume.ProfileName)
            && (volume.Constraints ?? []).All(constraint => Allows(constraint, source));
    }

    private static bool Allows(IReadOnlyList<string> constraint, Source source)
    {
        var root = source.Path?.Root ?? source.Mount?.Root ?? "";
        return Patterns.Matches(constraint[2], root) == (constraint[1] == "LIKE");
    }
}
