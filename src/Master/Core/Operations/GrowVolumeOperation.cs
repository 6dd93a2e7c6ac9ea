using Kernel.Model;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>GROW_VOLUME: adds free disk to a persistent volume (mesos.md 2.6).</summary>
public static class GrowVolumeOperation
{
    /// <summary>Why a volume may not grow; null if it may.</summary>
    public static string? Refuse(Resource volume, Resource addition, OperationAsker asker, Agent agent) =>
        OperationRules.Refuse(Resources.Of(volume, addition), asker)
        ?? VolumeResizing.Refuse(volume, agent)
        ?? RefuseAddition(volume, addition);

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resource volume, Resource addition) => new(
        Resources.Of(volume, addition),
        Resources.Of(Resource.OfThousandths(volume.Kind, volume.Thousandths + addition.Thousandths)));

    private static string? RefuseAddition(Resource volume, Resource addition)
    {
        if (addition.Kind.Type != ResourceType.Scalar || addition.Thousandths <= 0)
        {
            return "The size of volume addition must be greater than zero";
        }

        return addition.Kind.Equals(volume.Kind.WithoutVolume())
            ? null
            : "Incompatible resources in the 'volume' and 'addition' fields";
    }
}
