using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>SHRINK_VOLUME: takes disk from a persistent volume (mesos.md 2.6).</summary>
public static class ShrinkVolumeOperation
{
    /// <summary>Why a volume may not shrink; null if it may.</summary>
    /// <param name="volume">The volume as it is.</param>
    /// <param name="subtract">By how much, in thousandths of a MB.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="agent">Where.</param>
    public static string? Refuse(Resource volume, long subtract, OperationAsker asker, Agent agent)
    {
        if ((OperationRules.Refuse(Resources.Of(volume), asker) ?? VolumeResizing.Refuse(volume, agent)) is { } reason)
        {
            return reason;
        }

        if (subtract <= 0)
        {
            return "Value of the shrink must be greater than zero";
        }

        if (subtract >= volume.Thousandths)
        {
            return "Value of the shrink must be less than the size of the volume";
        }

        return volume.Kind.Disk!.Source is { Type: DiskSourceType.Mount }
            ? "Shrinking a volume on a MOUNT disk is not supported"
            : null;
    }

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resource volume, long subtract) => new(
        Resources.Of(volume),
        Resources.Of(
            Resource.OfThousandths(volume.Kind, volume.Thousandths - subtract),
            Resource.OfThousandths(volume.Kind.WithoutVolume(), subtract)));
}
