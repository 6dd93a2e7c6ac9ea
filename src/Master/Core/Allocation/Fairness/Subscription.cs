using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>A framework in a role: subscribed to it, or still having something for it.</summary>
internal sealed class Subscription(AllocatorFramework framework, RoleLeaf leaf) : Ranked(framework.Id.Value)
{
    /// <summary>The framework.</summary>
    public AllocatorFramework Framework { get; } = framework;

    /// <summary>The role's frameworks, of which it is one.</summary>
    public RoleLeaf Leaf { get; } = leaf;

    /// <summary>The role.</summary>
    public string Role => Leaf.Node.Path;

    /// <summary>Its number.</summary>
    public int Index { get; set; }

    /// <summary>Whether the framework subscribes to the role now.</summary>
    public bool IsSubscribed { get; set; }

    /// <summary>Whether the framework has suppressed the role.</summary>
    public bool IsSuppressed { get; set; }

    /// <summary>On how many agents it has something.</summary>
    public int Holdings { get; set; }

    /// <summary>How many offer filters it has.</summary>
    public int Filters { get; set; }

    /// <summary>The sets of amounts of which an offer must hold at least one.</summary>
    public (int Index, long Amount)[][] Minimum { get; set; } = [];

    /// <summary>Why it may not be offered anything now, if so.</summary>
    public PassedOver Standing =>
        !IsSubscribed ? PassedOver.NotSubscribed
        : !Framework.IsActive ? PassedOver.FrameworkInactive
        : IsSuppressed ? PassedOver.Suppressed
        : PassedOver.Not;
}
