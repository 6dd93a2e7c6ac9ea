using System.Collections.Immutable;

namespace Kernel.Master.Core.Allocation;

/// <summary>In which order roles, or the frameworks of a role, are served.</summary>
public enum SorterKind
{
    /// <summary>Least dominant share first (<c>drf</c>).</summary>
    Drf,

    /// <summary>At random, by weight (<c>random</c>).</summary>
    Random,
}

/// <summary>
/// The flags of the master that concern allocation (mesos-master: <c>--allocation_interval</c> and its kin).
/// </summary>
public sealed record AllocatorOptions
{
    /// <summary>The time between batches; default 1 s. A refusal lasts at least as long.</summary>
    public TimeSpan AllocationInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Amounts of which an offer must hold at least one; default 0.01 cpus or 32 MB; empty: anything.
    /// </summary>
    public ImmutableArray<Quantities> MinAllocatable { get; init; } =
        [Quantities.Of(("cpus", 10L)), Quantities.Of(("mem", 32_000L))];

    /// <summary>Resources that do not count in shares (<c>--fair_sharing_excluded_resource_names</c>).</summary>
    public ImmutableHashSet<string> FairSharingExcluded { get; init; } = [];

    /// <summary>The order of roles.</summary>
    public SorterKind RoleSorter { get; init; }

    /// <summary>The order of the frameworks of a role.</summary>
    public SorterKind FrameworkSorter { get; init; }

    /// <summary>Whether agents with GPUs are offered only to frameworks that know GPUs; default true.</summary>
    public bool FilterGpuResources { get; init; } = true;

    /// <summary>The master's region; null if it has no fault domain, and then no agent is remote.</summary>
    public string? Region { get; init; }
}
