using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// The order in which a few subscriptions are served: by share, or at random by weight (Mesos: DRFSorter and
/// RandomSorter).
/// </summary>
/// <remarks>
/// Random: each role draws an exponential time with its weight as the rate, and the earliest is served first: that is
/// the
/// weighted shuffle of all roles, seen by those who are asked for.
/// </remarks>
internal sealed class ServingOrder(AllocatorOptions options)
{
    private readonly Dictionary<RoleLeaf, double> roleDraws = [];
    private readonly Dictionary<Subscription, double> frameworkDraws = [];

    /// <summary>Whether anything in it is up to chance.</summary>
    public bool IsRandom { get; } = options is not { RoleSorter: SorterKind.Drf, FrameworkSorter: SorterKind.Drf };

    /// <summary>Puts subscriptions in order.</summary>
    public void Sort(List<Subscription> subscriptions, Chance chance)
    {
        if (IsRandom)
        {
            Draw(subscriptions, chance);
        }

        subscriptions.Sort(IsRandom ? Compare : RoleTree.Compare);
    }

    private int Compare(Subscription left, Subscription right)
    {
        if (left.Leaf == right.Leaf)
        {
            return options.FrameworkSorter == SorterKind.Drf
                ? RoleTree.Compare(left, right)
                : frameworkDraws[left].CompareTo(frameworkDraws[right]);
        }

        return options.RoleSorter == SorterKind.Drf
            ? RoleTree.Compare(left.Leaf, right.Leaf)
            : roleDraws[left.Leaf].CompareTo(roleDraws[right.Leaf]);
    }

    private void Draw(List<Subscription> subscriptions, Chance chance)
    {
        roleDraws.Clear();
        frameworkDraws.Clear();
        foreach (var subscription in subscriptions)
        {
            frameworkDraws[subscription] = chance.NextDouble();
            if (!roleDraws.ContainsKey(subscription.Leaf))
            {
                roleDraws[subscription.Leaf] = -Math.Log(1 - chance.NextDouble()) / Weight(subscription.Leaf);
            }
        }
    }

    /// <summary>
    /// A role's weight among all that may be served: at every level its part of the weights of its siblings.
    /// </summary>
    private static double Weight(RoleLeaf leaf)
    {
        var weight = leaf.Weight / leaf.Node.Order.Weights;
        for (var node = leaf.Node; node.Parent is { } parent; node = parent)
        {
            weight *= node.Weight / parent.Order.Weights;
        }

        return weight;
    }
}
