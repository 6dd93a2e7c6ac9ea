using Kernel.Model;
using SourceType = Mesos.V1.Resource.Types.DiskInfo.Types.Source.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>
/// CREATE_DISK and DESTROY_DISK: a resource provider makes disks of raw storage, and back. What comes out is known only when it has
/// answered (mesos.md 2.6).
/// </summary>
public static class DiskOperations
{
    /// <summary>Why raw storage may not be made into a disk; null if it may.</summary>
    public static string? RefuseCreate(Resource source, SourceType target, string? profile, OperationAsker asker)
    {
        if (RefuseProvider(source, asker) is { } reason)
        {
            return reason;
        }

        if (source.Kind.Disk is not { Source: { Type: DiskSourceType.Raw } raw })
        {
            return "'source' is not a RAW disk resource";
        }

        if (target is not (SourceType.Mount or SourceType.Block))
        {
            return "'target_type' is neither MOUNT nor BLOCK";
        }

        return (raw.Profile is null) == (profile is not null)
            ? null
            : "'target_profile' must be set if and only if 'source' has no profile";
    }

    /// <summary>Why a disk may not be made into raw storage; null if it may.</summary>
    public static string? RefuseDestroy(Resource source, OperationAsker asker)
    {
        if (RefuseProvider(source, asker) is { } reason)
        {
            return reason;
        }

        if (source.Kind.Disk is not { Source: { Id: not null, Type: not DiskSourceType.Path } })
        {
            return "'source' is neither a MOUNT, BLOCK or RAW disk resource with an id";
        }

        return source.Kind.IsPersistentVolume
            ? "A disk resource with a persistent volume cannot be destroyed: destroy the volume first"
            : null;
    }

    private static string? RefuseProvider(Resource source, OperationAsker asker) =>
        OperationRules.Refuse(Resources.Of(source), asker)
        ?? (source.Kind.ProviderId is null ? "'source' is not managed by a resource provider" : null);
}
