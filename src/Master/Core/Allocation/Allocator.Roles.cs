using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>
    /// Sets a top-level role's quota; <see cref="Quota.Default"/> removes it. Effective from the next batch on.
    /// </summary>
    public void SetQuota(string role, Quota quota)
    {
        Invariant.Holds(Roles.Parent(role) is null, $"only top-level roles have quota, not {role}");
        var node = tree.Ensure(role);
        this.quota.Set(node, quota);
        tree.Prune(node);
        candidates.IsRelaxed = true;
        candidates.AllInBatch();
    }

    /// <summary>Sets a role's weight among its siblings; 1 if never set. Effective from the next batch on.</summary>
    public void SetWeight(string role, double weight)
    {
        Invariant.Holds(weight > 0, $"the weight of role {role} is positive");
        var node = tree.Ensure(role);
        tree.Reweigh(node, weight);
        tree.Prune(node);
    }

    /// <summary>
    /// What counts against a top-level role's quota: its reservations, and what it and the roles below it have been
    /// offered or use of unreserved, irrevocable resources.
    /// </summary>
    public Quantities Consumed(string role) =>
        tree.Find(role)?.Top.Quota.Consumed.ToQuantities(names) ?? Quantities.None;

    /// <summary>What a role and the roles below it have been offered or use.</summary>
    public Quantities Allocated(string role) => tree.Find(role)?.Allocated.ToQuantities(names) ?? Quantities.None;

    /// <summary>A role's dominant share, divided by its weight; 0 if it has nothing.</summary>
    public double Share(string role)
    {
        tree.Refresh();
        return tree.Find(role) is { } node ? tree.Share(node) : 0;
    }

    /// <summary>How many offer filters there are for a role now.</summary>
    public int ActiveFilters(string role) => tree.Find(role)?.Leaf?.Filters ?? 0;
}
