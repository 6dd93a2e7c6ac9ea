using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>DESTROY: ends persistent volumes and what is stored on them (mesos.md 2.6).</summary>
public static class DestroyOperation
{
    /// <summary>Why volumes may not be destroyed; null if they may.</summary>
    /// <param name="volumes">The volumes.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="agent">Where.</param>
    /// <param name="inUse">What tasks and executors use on the agent.</param>
    public static string? Refuse(Resources volumes, OperationAsker asker, Agent agent, Resources inUse)
    {
        if (OperationRules.Refuse(volumes, asker) is { } reason)
        {
            return reason;
        }

        if (volumes.FirstOrDefault(static volume => !volume.Kind.IsPersistentVolume) is { Kind: not null } plain)
        {
            return $"'persistence' is not set in DiskInfo of {plain}";
        }

        if (!agent.Total.Contains(volumes.Unallocated))
        {
            return "Persistent volumes not found";
        }

        return volumes.Any(volume => IsUsed(volume, inUse)) ? "Persistent volumes in use" : null;
    }

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resources volumes) =>
        new(volumes, volumes.Select(static volume => volume.WithoutVolume()));

    /// <summary>Whether something uses a volume, for whichever role.</summary>
    public static bool IsUsed(Resource volume, Resources inUse)
    {
        var kind = volume.Kind.AllocatedTo(null);
        return inUse.Any(used => used.Kind.AllocatedTo(null).Equals(kind));
    }
}
