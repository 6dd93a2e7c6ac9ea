using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>What the allocator tells of itself.</summary>
/// <param name="Runs">How many runs it has made.</param>
/// <param name="Total">All resources of the agents.</param>
/// <param name="Used">What is allocated or offered of them.</param>
/// <param name="Roles">For each role with frameworks: its dominant share, and how many filters are active.</param>
/// <param name="Quotas">For each role with frameworks or a quota: what of a quota is consumed, and what is offered or used.</param>
/// <param name="Suppressed">The roles that each framework has suppressed.</param>
internal sealed record AllocationView(
    long Runs,
    Quantities Total,
    Quantities Used,
    (string Role, double Share, int Filters)[] Roles,
    (string Role, Quantities Consumed, Quantities Used)[] Quotas,
    Dictionary<FrameworkId, IReadOnlyCollection<string>> Suppressed)
{
    /// <summary>Asks the allocator; called between two inputs.</summary>
    public static AllocationView Of(MasterState state)
    {
        var allocator = state.Allocator;
        var roles = state.Frameworks.Values.SelectMany(static framework => framework.Roles).ToHashSet(StringComparer.Ordinal);
        return new(
            allocator.Runs,
            allocator.TotalQuantities,
            allocator.UsedQuantities,
            [.. roles.Select(role => (role, allocator.Share(role), allocator.ActiveFilters(role)))],
            [.. roles.Union(state.Quotas.Keys).Select(role => (role, allocator.Consumed(role), allocator.Allocated(role)))],
            state.Frameworks.Keys.ToDictionary(static id => id, allocator.SuppressedRoles));
    }
}
