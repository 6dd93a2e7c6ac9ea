using System.Collections;
using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>
/// A bag of resources: at most one entry for each kind that merges, none of them empty. It is a value: every operation
/// gives a new bag (Mesos: the Resources class, src/common/resources.cpp).
/// </summary>
public sealed class Resources : IEquatable<Resources>, IReadOnlyCollection<Resource>
{
    /// <summary>No resources.</summary>
    public static readonly Resources Empty = new([]);

    private readonly ImmutableArray<Resource> entries;

    // Offers are made of the same bag again and again, so what it becomes when allocated is remembered (then the role
    // is too), or, if it is allocated, what it was before.
    private Resources? twin;
    private string? twinRole;

    private Resources(ImmutableArray<Resource> entries) => this.entries = entries;

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Length;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => entries.IsEmpty;

    /// <summary>The entries.</summary>
    public ImmutableArray<Resource> Entries => entries;

    /// <summary>A bag of the given amounts, merged.</summary>
    public static Resources Of(params IEnumerable<Resource> resources)
    {
        var entries = ImmutableArray.CreateBuilder<Resource>();
        foreach (var resource in resources)
        {
            Merge(entries, resource);
        }

        return From(entries);
    }

    /// <summary>Both bags together.</summary>
    public static Resources operator +(Resources left, Resources right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty ? right : left;
        }

        var entries = left.entries.ToBuilder();
        foreach (var resource in right.entries)
        {
            Merge(entries, resource);
        }

        return From(entries);
    }

    /// <summary>
    /// What is left of the left bag without the right one. What the left does not have is passed over.
    /// </summary>
    public static Resources operator -(Resources left, Resources right)
    {
        if (left.IsEmpty || right.IsEmpty || ReferenceEquals(left, right))
        {
            return right.IsEmpty ? left : Empty;
        }

        var entries = left.entries.ToBuilder();
        foreach (var resource in right.entries)
        {
            Remove(entries, resource);
        }

        return From(entries);
    }

    /// <summary>Whether all of the other bag can be taken out of this one.</summary>
    public bool Contains(Resources other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        foreach (ref readonly var resource in other.entries.AsSpan())
        {
            if (Find(entries.AsSpan(), resource) < 0 || (resource.Kind.IsAtomic && !ContainsAsMany(other, resource)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The entries that a condition holds for; this very bag if it holds for all.</summary>
    public Resources Where(Func<Resource, bool> condition)
    {
        var first = 0;
        while (first < Count && condition(entries[first]))
        {
            first++;
        }

        if (first == Count)
        {
            return this;
        }

        var kept = ImmutableArray.CreateBuilder<Resource>(Count);
        kept.AddRange(entries.AsSpan()[..first]);
        foreach (var resource in entries.AsSpan()[(first + 1)..])
        {
            if (condition(resource))
            {
                kept.Add(resource);
            }
        }

        return From(kept);
    }

    /// <summary>Every entry changed by a function, and merged again.</summary>
    public Resources Select(Func<Resource, Resource> change)
    {
        var changed = ImmutableArray.CreateBuilder<Resource>(Count);
        foreach (var resource in entries)
        {
            Merge(changed, change(resource));
        }

        return From(changed);
    }

    /// <summary>The same resources, allocated to a role (null: not allocated).</summary>
    public Resources AllocatedTo(string? role)
    {
        if (role is null)
        {
            return Unallocated;
        }

        return twin is { } known && twinRole == role ? known : Allocate(role);
    }

    /// <summary>The same resources, not allocated to anybody.</summary>
    public Resources Unallocated => twinRole is not null ? this : twin ??= Unallocate();

    private Resources Allocate(string role)
    {
        var bag = Select(resource => resource.As(resource.Kind.AllocatedTo(role)));
        if (!IsEmpty && entries.All(static resource => resource.Kind.AllocationRole is null))
        {
            bag.twin = this;
            (twin, twinRole) = (bag, role);
        }

        return bag;
    }

    private Resources Unallocate() => entries.All(static resource => resource.Kind.AllocationRole is null)
        ? this
        : Select(static resource => resource.As(resource.Kind.AllocatedTo(null)));

    /// <summary>The entries nobody reserved.</summary>
    public Resources Unreserved => Where(static resource => resource.Kind.IsUnreserved);

    /// <summary>The entries that are reserved for a role.</summary>
    public Resources ReservedFor(string role) => Where(resource => resource.Kind.ReservedRole == role);

    /// <summary>The entries that may be offered to a role.</summary>
    public Resources AllocatableTo(string role) => Where(resource => resource.Kind.MayBeAllocatedTo(role));

    /// <summary>The entries that cannot be taken back.</summary>
    public Resources NonRevocable => Where(static resource => !resource.Kind.Revocable);

    /// <summary>The sum of a scalar over all its kinds, in thousandths; shared copies count once.</summary>
    public long Thousandths(string name)
    {
        var sum = 0L;
        foreach (var resource in entries)
        {
            if (resource.Kind.Type == ResourceType.Scalar && resource.Kind.Name == name)
            {
                sum += resource.Thousandths;
            }
        }

        return sum;
    }

    /// <summary>The sum of a scalar over all its kinds.</summary>
    public double Scalar(string name) => Thousandths(name) / 1000.0;

    /// <summary>All numbers of a ranges resource over all its kinds.</summary>
    public Ranges Ranges(string name) => entries
        .Where(resource => resource.Kind.Type == ResourceType.Ranges && resource.Kind.Name == name)
        .Aggregate(Model.Ranges.Empty, static (all, resource) => all + resource.Ranges);

    /// <inheritdoc/>
    public bool Equals(Resources? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Count == other.Count && Contains(other) && other.Contains(this));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Resources);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        entries.Aggregate(0, static (hash, resource) => hash ^ resource.Kind.GetHashCode());

    /// <summary>Enumerates the entries.</summary>
    public ImmutableArray<Resource>.Enumerator GetEnumerator() => entries.GetEnumerator();

    IEnumerator<Resource> IEnumerable<Resource>.GetEnumerator() => ((IEnumerable<Resource>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)entries).GetEnumerator();

    /// <summary>As Mesos logs it: <c>cpus:4; mem:2048; ports:[31000-32000]</c>.</summary>
    public override string ToString() => IsEmpty ? "{}" : string.Join("; ", entries);

    private static Resources From(ImmutableArray<Resource>.Builder entries) =>
        entries.Count == 0 ? Empty : new(entries.DrainToImmutable());

    /// <summary>Puts a resource among entries: to the one that it merges with, or behind the last.</summary>
    internal static void Merge(ImmutableArray<Resource>.Builder entries, Resource resource)
    {
        if (resource.IsEmpty)
        {
            return;
        }

        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].MergesWith(resource))
            {
                entries[i] = entries[i].Plus(resource);
                return;
            }
        }

        entries.Add(resource);
    }

    private static void Remove(ImmutableArray<Resource>.Builder entries, Resource resource)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var removable = entries[i].Kind.Equals(resource.Kind)
                && (!resource.Kind.IsAtomic || entries[i].Thousandths == resource.Thousandths);
            if (removable)
            {
                Take(entries, i, resource);
                return;
            }
        }
    }

    private static void Take(ImmutableArray<Resource>.Builder entries, int at, Resource resource)
    {
        var rest = entries[at].Kind is { IsAtomic: true, Shared: false } ? default : entries[at].Minus(resource);
        if (rest.Kind is null || rest.IsEmpty)
        {
            entries.RemoveAt(at);
        }
        else
        {
            entries[at] = rest;
        }
    }

    private static int Find(ReadOnlySpan<Resource> entries, in Resource resource)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Covers(resource))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What cannot be merged may be there several times; as many of them must be here.</summary>
    private bool ContainsAsMany(Resources other, Resource resource) =>
        entries.Count(entry => entry.Covers(resource)) >= other.entries.Count(entry => entry.Covers(resource));
}
