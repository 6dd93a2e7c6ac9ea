namespace Kernel.Master.Core.Allocation;

/// <summary>A role in the tree of roles.</summary>
internal sealed class RoleNode : Ranked
{
    /// <summary>Makes a role.</summary>
    /// <param name="path">Its full name; empty for the root.</param>
    /// <param name="parent">The role above it; null for the root.</param>
    public RoleNode(string path, RoleNode? parent)
        : base(path)
    {
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Top = parent is null || parent.Parent is null ? this : parent.Top;
    }

    /// <summary>The role above it.</summary>
    public RoleNode? Parent { get; }

    /// <summary>How far below the root.</summary>
    public int Depth { get; }

    /// <summary>The top-level role it belongs to.</summary>
    public RoleNode Top { get; }

    /// <summary>How many roles stand directly below it.</summary>
    public int Children { get; set; }

    /// <summary>The frameworks of the role itself; null if it has none.</summary>
    public RoleLeaf? Leaf { get; set; }

    /// <summary>The roles below it, and its own frameworks among them, that may be offered resources.</summary>
    public Ranking Order { get; } = new();

    /// <summary>Where it is among the needy; -1 if its guarantees are satisfied.</summary>
    public int NeedyAt { get; set; } = -1;

    /// <summary>What quota says about it; only top-level roles are asked.</summary>
    public RoleQuota Quota { get; } = new();
}
