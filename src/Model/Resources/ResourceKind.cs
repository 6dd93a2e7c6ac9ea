using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>What form the amount of a resource has.</summary>
public enum ResourceType
{
    /// <summary>A number with three decimals, such as cpus.</summary>
    Scalar,

    /// <summary>Runs of whole numbers, such as ports.</summary>
    Ranges,

    /// <summary>A set of names.</summary>
    Set,
}

/// <summary>
/// What a resource is, apart from how much of it there is. Amounts of equal kinds can be added and subtracted
/// (Mesos: src/common/resources.cpp, addable and subtractable).
/// </summary>
public sealed class ResourceKind : IEquatable<ResourceKind>
{
    private readonly int hash;

    // The kind it last became when allocated, and the one it was before: offers turn one into the other again and
    // again.
    private ResourceKind? allocated;
    private ResourceKind? unallocated;

    /// <summary>Describes a kind.</summary>
    public ResourceKind(
        string name,
        ResourceType type,
        ImmutableArray<Reservation> reservations = default,
        string? allocationRole = null,
        Disk? disk = null,
        bool revocable = false,
        bool shared = false,
        string? providerId = null)
    {
        Name = name;
        Type = type;
        Reservations = reservations.IsDefault ? [] : reservations;
        AllocationRole = allocationRole;
        Disk = disk;
        Revocable = revocable;
        Shared = shared;
        ProviderId = providerId;
        hash = Reservations.Aggregate(
            HashCode.Combine(name, type, allocationRole, disk, revocable, shared, providerId),
            static (hash, reservation) => HashCode.Combine(hash, reservation));
    }

    /// <summary><c>cpus</c>, <c>mem</c>, <c>disk</c>, <c>ports</c>, <c>gpus</c>, or any other name.</summary>
    public string Name { get; }

    /// <summary>The form of its amount.</summary>
    public ResourceType Type { get; }

    /// <summary>The reservation stack, bottom first; empty if unreserved.</summary>
    public ImmutableArray<Reservation> Reservations { get; }

    /// <summary>The role it is allocated to; null while it is not allocated.</summary>
    public string? AllocationRole { get; }

    /// <summary>Disk details; null for anything but special disks.</summary>
    public Disk? Disk { get; }

    /// <summary>Whether it may be taken back (oversubscribed).</summary>
    public bool Revocable { get; }

    /// <summary>Whether several tasks may use it at once (shared persistent volumes).</summary>
    public bool Shared { get; }

    /// <summary>The resource provider it comes from; null for the agent itself.</summary>
    public string? ProviderId { get; }

    /// <summary>Whether nobody reserved it.</summary>
    public bool IsUnreserved => Reservations.IsEmpty;

    /// <summary>The role it is reserved for; null if unreserved.</summary>
    public string? ReservedRole => Reservations.IsEmpty ? null : Reservations[^1].Role;

    /// <summary>Whether the topmost reservation is dynamic.</summary>
    public bool IsDynamicallyReserved => !Reservations.IsEmpty && Reservations[^1].Type == ReservationType.Dynamic;

    /// <summary>Whether it is a persistent volume.</summary>
    public bool IsPersistentVolume => Disk?.PersistenceId is not null;

    /// <summary>Whether amounts of it can neither be merged nor split.</summary>
    public bool IsAtomic => Disk?.IsAtomic == true;

    /// <summary>Whether a role may be offered it: unreserved, or reserved for the role or an ancestor of it.</summary>
    public bool MayBeAllocatedTo(string role) =>
        ReservedRole is not { } reserved || Roles.IsSameOrDescendant(role, reserved);

    /// <summary>The same kind, allocated to a role (null: not allocated).</summary>
    public ResourceKind AllocatedTo(string? role)
    {
        if (role == AllocationRole)
        {
            return this;
        }

        if (role is null)
        {
            return unallocated ??= Allocate(null);
        }

        if (AllocationRole is not null)
        {
            return Allocate(role);
        }

        var kind = allocated;
        if (kind is null || kind.AllocationRole != role)
        {
            kind = Allocate(role);
            kind.unallocated = this;
            allocated = kind;
        }

        return kind;
    }

    /// <summary>The same kind under another reservation stack.</summary>
    public ResourceKind WithReservations(ImmutableArray<Reservation> reservations) =>
        new(Name, Type, reservations, AllocationRole, Disk, Revocable, Shared, ProviderId);

    /// <summary>The same kind with other disk details.</summary>
    public ResourceKind WithDisk(Disk? disk, bool shared) =>
        new(Name, Type, Reservations, AllocationRole, disk, Revocable, shared, ProviderId);

    private ResourceKind Allocate(string? role) =>
        new(Name, Type, Reservations, role, Disk, Revocable, Shared, ProviderId);

    /// <inheritdoc/>
    public bool Equals(ResourceKind? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && hash == other.hash
            && Type == other.Type
            && Revocable == other.Revocable
            && Shared == other.Shared
            && Name == other.Name
            && AllocationRole == other.AllocationRole
            && ProviderId == other.ProviderId
            && Equals(Disk, other.Disk)
            && Reservations.AsSpan().SequenceEqual(other.Reservations.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceKind);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>As Mesos logs it: <c>cpus(allocated: web)(reservations: [(STATIC,web)])</c>.</summary>
    public override string ToString()
    {
        var text = Name;
        text += AllocationRole is null ? "" : $"(allocated: {AllocationRole})";
        text += Reservations.IsEmpty
            ? ""
            : $"(reservations: [{string.Join(",", Reservations)}])";
        text += Disk?.PersistenceId is { } id ? $"[{id}]" : "";
        text += Revocable ? "{REV}" : "";
        return text + (Shared ? "<SHARED>" : "");
    }
}
