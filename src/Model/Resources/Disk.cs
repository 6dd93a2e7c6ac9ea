namespace Kernel.Model;

/// <summary>What kind of device a disk resource comes from.</summary>
public enum DiskSourceType
{
    /// <summary>A directory on a shared file system (<c>PATH</c>).</summary>
    Path,

    /// <summary>A whole mounted file system (<c>MOUNT</c>); never split.</summary>
    Mount,

    /// <summary>A block device (<c>BLOCK</c>); never split.</summary>
    Block,

    /// <summary>Storage not yet made into a disk (<c>RAW</c>); not split when it has an id.</summary>
    Raw,
}

/// <summary>Where a disk resource comes from; all of it is identity.</summary>
/// <param name="Type">The kind of device.</param>
/// <param name="Root">The directory of a PATH or MOUNT disk.</param>
/// <param name="Id">The id a storage provider gave it.</param>
/// <param name="Vendor">The provider's vendor.</param>
/// <param name="Profile">The provider's profile.</param>
/// <param name="Metadata">The provider's metadata.</param>
public sealed record DiskSource(
    DiskSourceType Type, string? Root, string? Id, string? Vendor, string? Profile, Labels Metadata);

/// <summary>What makes a disk resource more than plain space: its source, and the persistent volume on it.</summary>
/// <remarks>
/// Two disks are the same if <see cref="Source"/> and <see cref="PersistenceId"/> are: the volume's mount point and the
/// principal who created it are carried along and do not count (Mesos: DiskInfo equality).
/// </remarks>
public sealed class Disk(DiskSource? source, PersistenceId? persistenceId, string? principal, byte[]? volume) : IEquatable<Disk>
{
    /// <summary>Where the space comes from; null for the agent's root disk.</summary>
    public DiskSource? Source { get; } = source;

    /// <summary>The persistent volume's id; null if it is no volume.</summary>
    public PersistenceId? PersistenceId { get; } = persistenceId;

    /// <summary>Who created the volume. Carried, not identity.</summary>
    public string? Principal { get; } = principal;

    /// <summary>The serialized <c>mesos.v1.Volume</c> that says where it is mounted. Carried, not identity.</summary>
    public byte[]? Volume { get; } = volume;

    /// <summary>Whether it can neither be merged with another nor split.</summary>
    public bool IsAtomic =>
        PersistenceId is not null
        || Source is { Type: DiskSourceType.Mount or DiskSourceType.Block }
        || Source is { Type: DiskSourceType.Raw, Id: not null };

    /// <inheritdoc/>
    public bool Equals(Disk? other) =>
        other is not null && Equals(Source, other.Source) && PersistenceId == other.PersistenceId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Disk);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, PersistenceId);
}
