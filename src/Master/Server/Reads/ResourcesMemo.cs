using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>
/// Remembers what was written of bags of resources, since thousands of tasks and agents have the same. It has a fixed number of places;
/// a bag that comes to an occupied one takes it.
/// </summary>
/// <param name="write">Writes a bag.</param>
internal sealed class ResourcesMemo(Func<Resources, byte[]> write)
{
    private const int Places = 1024;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>What is written of a bag.</summary>
    public byte[] Of(Resources resources)
    {
        if (!IsTold(resources))
        {
            return write(resources);
        }

        ref var place = ref entries[(uint)Hash(resources) % Places];
        var entry = place;
        if (entry is null || !entry.Resources.Equals(resources))
        {
            place = entry = new(resources, write(resources));
        }

        return entry.Bytes;
    }

    /// <summary>Whether bags that are equal are written alike; disks carry what does not count.</summary>
    private static bool IsTold(Resources resources)
    {
        foreach (var resource in resources)
        {
            if (resource.Kind.Disk is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(Resources resources)
    {
        var hash = 0;
        foreach (var resource in resources)
        {
            hash ^= HashCode.Combine(resource.Kind, resource.Thousandths);
        }

        return hash;
    }

    private sealed record Entry(Resources Resources, byte[] Bytes);
}
