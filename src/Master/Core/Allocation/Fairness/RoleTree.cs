using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// The roles and their frameworks, in the order of their dominant shares at every level (Mesos: DRFSorter). Shares
/// are of the
/// whole cluster; a change of its total makes them all stale, and they are computed anew when next asked for.
/// </summary>
internal sealed class RoleTree(ResourceNames names, AllocatorOptions options)
{
    private readonly Dictionary<string, RoleNode> nodes = [];
    private double[] divisors = [];
    private bool isStale;

    /// <summary>All resources of all agents.</summary>
    public Amounts Total { get; } = new();

    /// <summary>What has all roles as its parts.</summary>
    public RoleNode Root { get; } = new("", null);

    /// <summary>A role, if it exists.</summary>
    public RoleNode? Find(string role) => nodes.GetValueOrDefault(role);

    /// <summary>A role, made if it does not exist yet, with all above it.</summary>
    public RoleNode Ensure(string role)
    {
        if (nodes.TryGetValue(role, out var known))
        {
            return known;
        }

        var parent = Roles.Parent(role) is { } above ? Ensure(above) : Root;
        var node = new RoleNode(role, parent);
        parent.Children++;
        nodes.Add(role, node);
        return node;
    }

    /// <summary>The frameworks of a role.</summary>
    public RoleLeaf EnsureLeaf(string role)
    {
        var node = Ensure(role);
        return node.Leaf ??= new(node);
    }

    /// <summary>Forgets a role that nothing is known of any more, and those above it that it was the last of.</summary>
    public void Prune(RoleNode node)
    {
        for (; node.Parent is { } parent && IsForgettable(node); node = parent)
        {
            nodes.Remove(node.Path);
            parent.Children--;
        }
    }

    /// <summary>Changes the total of the cluster.</summary>
    public void AddTotal(Amounts amounts)
    {
        Total.Add(amounts);
        isStale = true;
    }

    /// <summary>A framework has been allocated amounts for a role (sign 1), or has given them back (-1).</summary>
    public static void Charge(Subscription subscription, Amounts amounts, int sign)
    {
        subscription.Allocated.Add(amounts, sign);
        subscription.Leaf.Allocated.Add(amounts, sign);
        for (var node = subscription.Leaf.Node; node is not null; node = node.Parent)
        {
            node.Allocated.Add(amounts, sign);
        }
    }

    /// <summary>
    /// Charges a role for a shared resource of which it has its first copy on an agent, or no longer has any.
    /// </summary>
    public static void ChargeShared(RoleLeaf leaf, int index, long amount)
    {
        leaf.Allocated.Add(index, amount);
        for (var node = leaf.Node; node is not null; node = node.Parent)
        {
            node.Allocated.Add(index, amount);
        }
    }

    /// <summary>Counts an allocation.</summary>
    public static void CountRound(Subscription subscription)
    {
        subscription.Rounds++;
        subscription.Leaf.Rounds++;
        for (var node = subscription.Leaf.Node; node is not null; node = node.Parent)
        {
            node.Rounds++;
        }
    }

    /// <summary>Puts a framework, and the roles it belongs to, where their shares have moved them.</summary>
    public void Move(Subscription subscription)
    {
        if (isStale)
        {
            return;
        }

        Move(subscription.Leaf.Order, subscription);
        Move(subscription.Leaf.Node.Order, subscription.Leaf);
        for (var node = subscription.Leaf.Node; node.Parent is { } parent; node = parent)
        {
            Move(parent.Order, node);
        }
    }

    /// <summary>Lets a framework compete for a role.</summary>
    public void Rank(Subscription subscription)
    {
        var leaf = subscription.Leaf;
        leaf.Order.Add(subscription, Share(subscription));
        if (leaf.IsRanked)
        {
            return;
        }

        leaf.Node.Order.Add(leaf, Share(leaf));
        for (var node = leaf.Node; node.Parent is { } parent && !node.IsRanked; node = parent)
        {
            parent.Order.Add(node, Share(node));
        }
    }

    /// <summary>Lets a framework compete for a role no more.</summary>
    public void Unrank(Subscription subscription)
    {
        var leaf = subscription.Leaf;
        leaf.Order.Remove(subscription);
        if (leaf.Order.Count > 0)
        {
            return;
        }

        leaf.Node.Order.Remove(leaf);
        for (var node = leaf.Node; node.Parent is { } parent && node.Order.Count == 0; node = parent)
        {
            parent.Order.Remove(node);
        }
    }

    /// <summary>Changes a role's weight.</summary>
    public void Reweigh(RoleNode node, double weight)
    {
        if (node is { IsRanked: true, Parent: { } parent })
        {
            parent.Order.Reweigh(node, weight);
        }

        node.Weight = weight;
        isStale = true;
    }

    /// <summary>Computes all shares anew if they are stale.</summary>
    public void Refresh()
    {
        if (!isStale)
        {
            return;
        }

        isStale = false;
        divisors = divisors.Length == Total.Items.Length ? divisors : new double[Total.Items.Length];
        for (var i = 0; i < names.Count && i < divisors.Length; i++)
        {
            divisors[i] = options.FairSharingExcluded.Contains(names[i]) ? 0 : Total[i];
        }

        Refresh(Root);
    }

    /// <summary>The dominant share, divided by the weight (Mesos: DRFSorter::calculateShare).</summary>
    public double Share(Ranked ranked)
    {
        var share = 0.0;
        var allocated = ranked.Allocated.Items;
        for (var i = 0; i < allocated.Length && i < divisors.Length; i++)
        {
            if (allocated[i] > 0 && divisors[i] > 0)
            {
                share = Math.Max(share, allocated[i] / divisors[i]);
            }
        }

        return share / ranked.Weight;
    }

    /// <summary>Who of two subscriptions is served first.</summary>
    public static int Compare(Subscription left, Subscription right) =>
        left.Leaf == right.Leaf ? Ranked.Compare(left, right) : Compare(left.Leaf, right.Leaf);

    /// <summary>Which of two roles is served first.</summary>
    public static int Compare(RoleLeaf left, RoleLeaf right)
    {
        (Ranked Item, RoleNode Parent) x = (left, left.Node), y = (right, right.Node);
        while (x.Parent != y.Parent)
        {
            var (xDepth, yDepth) = (x.Parent.Depth, y.Parent.Depth);
            x = xDepth >= yDepth ? (x.Parent, x.Parent.Parent!) : x;
            y = yDepth >= xDepth ? (y.Parent, y.Parent.Parent!) : y;
        }

        return Ranked.Compare(x.Item, y.Item);
    }

    private static bool IsForgettable(RoleNode node) =>
        node is { Leaf: null, Children: 0, Weight: 1, Quota.IsSet: false } && !node.Quota.Consumed.AnyPositive;

    private void Move(Ranking ranking, Ranked item)
    {
        if (item.IsRanked)
        {
            ranking.Move(item, Share(item));
        }
    }

    private void Refresh(RoleNode node)
    {
        foreach (var item in node.Order.Items)
        {
            if (item is RoleNode below)
            {
                Refresh(below);
            }
            else if (item is RoleLeaf leaf)
            {
                leaf.Order.Restore(this);
            }
        }

        node.Order.Restore(this);
    }
}
