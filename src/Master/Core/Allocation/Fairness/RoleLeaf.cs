namespace Kernel.Master.Core.Allocation;

/// <summary>The frameworks of one role together, which compete with the roles below it.</summary>
internal sealed class RoleLeaf(RoleNode node) : Ranked(node.Path + "/.")
{
    /// <summary>The role.</summary>
    public RoleNode Node { get; } = node;

    /// <summary>How many frameworks are subscribed to it or have something for it.</summary>
    public int Subscriptions { get; set; }

    /// <summary>The frameworks that may be offered resources for it.</summary>
    public Ranking Order { get; } = new();

    /// <summary>How many offer filters there are for it.</summary>
    public int Filters { get; set; }
}
