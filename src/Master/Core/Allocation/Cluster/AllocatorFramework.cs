using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// A framework as the allocator knows it; it may not have been added yet, or may have been removed, but have
/// something.
/// </summary>
internal sealed class AllocatorFramework(FrameworkId id)
{
    /// <summary>Its id.</summary>
    public FrameworkId Id { get; } = id;

    /// <summary>What it is; null while it is not added.</summary>
    public FrameworkTraits? Traits { get; set; }

    /// <summary>Whether it may be offered resources.</summary>
    public bool IsActive { get; set; }

    /// <summary>Its roles: those it subscribes to, and those it has something for.</summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = [];

    /// <summary>How often it has been passed over, by reason.</summary>
    public long[] PassedOver { get; } = new long[Enum.GetValues<PassedOver>().Length];

    /// <summary>Whether it has a capability.</summary>
    public bool Can(FrameworkCapabilities capability) => Traits is not null && (Traits.Capabilities & capability) != 0;
}
