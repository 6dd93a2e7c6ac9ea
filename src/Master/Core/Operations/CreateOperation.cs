using Kernel.Model;
using Mesos.V1;
using Resource = Kernel.Model.Resource;

namespace Kernel.Master.Core.Operations;

/// <summary>CREATE: makes persistent volumes on reserved disk (mesos.md 2.6; Mesos: validate(Offer::Operation::Create)).</summary>
public static class CreateOperation
{
    /// <summary>Why volumes may not be made; null if they may.</summary>
    /// <param name="volumes">The volumes as they are to be.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="agent">Where.</param>
    public static string? Refuse(Resources volumes, OperationAsker asker, Agent agent) =>
        OperationRules.Refuse(volumes, asker)
        ?? volumes.Select(volume => RefuseOne(volume, asker)).FirstOrDefault(static reason => reason is not null)
        ?? RefuseNames(volumes, agent);

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resources volumes) =>
        new(volumes.Select(static volume => volume.WithoutVolume()), volumes);

    private static string? RefuseOne(Resource volume, OperationAsker asker)
    {
        var kind = volume.Kind;
        if (kind.Disk is not { PersistenceId: { } id } disk)
        {
            return $"Resource {volume} does not name a persistent volume: 'disk.persistence' is not set";
        }

        if (kind.Type != ResourceType.Scalar)
        {
            return $"Resource {volume} is not a scalar";
        }

        if (kind.IsUnreserved)
        {
            return "Persistent volumes cannot be created from unreserved resources";
        }

        if (kind.Revocable)
        {
            return "Persistent volumes cannot be created from revocable resources";
        }

        if (IdRules.Refuse(id.Value) is { } reason)
        {
            return $"Invalid persistence ID: {reason}";
        }

        return RefuseMount(disk) ?? RefusePrincipal(disk, asker) ?? RefuseShared(volume, asker);
    }

    private static string? RefuseMount(Disk disk)
    {
        if (disk.Volume is not { } bytes)
        {
            return "Expecting 'volume' to be set for persistent volume";
        }

        var volume = Volume.Parser.ParseFrom(bytes);
        if (volume.HasHostPath)
        {
            return "Expecting 'host_path' to be unset for persistent volume";
        }

        return volume.Mode == Volume.Types.Mode.Rw ? null : "Expecting the mode of a persistent volume to be RW";
    }

    private static string? RefusePrincipal(Disk disk, OperationAsker asker)
    {
        if (asker.Principal is not { } principal || disk.Principal == principal)
        {
            return null;
        }

        return disk.Principal is null
            ? $"Create volume operation was attempted by principal '{principal}', but there is a volume in the operation "
                + "with no principal set in 'DiskInfo.Persistence'"
            : $"Create volume operation was attempted by authenticated principal '{principal}', but there is a volume in "
                + $"the operation with principal '{disk.Principal}' set in 'DiskInfo.Persistence'";
    }

    private static string? RefuseShared(Resource volume, OperationAsker asker) =>
        volume.Kind.Shared && !asker.KnowsSharedResources
            ? $"Create volume operation for '{volume}' has been attempted by framework '{asker.Framework}' with no "
                + "SHARED_RESOURCES capability"
            : null;

    private static string? RefuseNames(Resources volumes, Agent agent) =>
        OperationRules.RefuseDuplicateVolumes(
            volumes + agent.Total.Where(static resource => resource.Kind.IsPersistentVolume).AllocatedTo(volumes.Entries[0].Kind.AllocationRole));
}
