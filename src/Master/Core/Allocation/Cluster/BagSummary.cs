using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>What the allocator needs to know of a bag of resources, read in one pass; reused from bag to bag.</summary>
internal sealed class BagSummary(ResourceNames names)
{
    /// <summary>The bag that was read last.</summary>
    public Resources Bag { get; private set; } = Resources.Empty;

    /// <summary>All scalars that are not shared.</summary>
    public Amounts All { get; } = new();

    /// <summary>Those that count against quota when they are allocated: unreserved and irrevocable.</summary>
    public Amounts Quotable { get; } = new();

    /// <summary>Whether some are reserved.</summary>
    public bool HasReserved { get; private set; }

    /// <summary>Whether some reservation is refined.</summary>
    public bool HasRefined { get; private set; }

    /// <summary>Whether some may be taken back.</summary>
    public bool HasRevocable { get; private set; }

    /// <summary>Whether some are shared.</summary>
    public bool HasShared { get; private set; }

    /// <summary>Whether some do not count against quota.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>Whether a resource counts against quota when it is allocated.</summary>
    public static bool IsQuotable(Resource resource) =>
        resource.Kind is { Type: ResourceType.Scalar, IsUnreserved: true, Revocable: false, Shared: false };

    /// <summary>Reads a bag.</summary>
    public BagSummary Read(Resources bag)
    {
        Bag = bag;
        All.Clear();
        Quotable.Clear();
        HasReserved = HasRefined = HasRevocable = HasShared = HasOthers = false;
        foreach (ref readonly var resource in bag.Entries.AsSpan())
        {
            Read(resource);
        }

        return this;
    }

    private void Read(in Resource resource)
    {
        var kind = resource.Kind;
        var depth = kind.Reservations.Length;
        HasReserved |= depth > 0;
        HasRefined |= depth > 1;
        HasRevocable |= kind.Revocable;
        HasShared |= kind.Shared;
        if (kind.Type != ResourceType.Scalar || kind.Shared)
        {
            HasOthers = true;
            return;
        }

        var index = names.IndexOf(kind.Name);
        All.Add(index, resource.Thousandths);
        if (depth == 0 && !kind.Revocable)
        {
            Quotable.Add(index, resource.Thousandths);
            return;
        }

        HasOthers = true;
    }
}
