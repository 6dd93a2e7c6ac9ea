using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>Sets a top-level role's quota; <see cref="Quota.Default"/> removes it. Effective from the next batch on.</summary>
    public void SetQuota(string role, Quota quota) => throw Invariant.Unreachable("body follows");

    /// <summary>Sets a role's weight among its siblings; 1 if never set. Effective from the next batch on.</summary>
    public void SetWeight(string role, double weight) => throw Invariant.Unreachable("body follows");

    /// <summary>
    /// What counts against a top-level role's quota: its reservations, and what it and the roles below it have been
    /// offered or use of unreserved, irrevocable resources.
    /// </summary>
    public Quantities Consumed(string role) => throw Invariant.Unreachable("body follows");

    /// <summary>A role's dominant share, divided by its weight; 0 if it has nothing.</summary>
    public double Share(string role) => throw Invariant.Unreachable("body follows");

    /// <summary>How many offer filters there are for a role now.</summary>
    public int ActiveFilters(string role) => throw Invariant.Unreachable("body follows");
}
