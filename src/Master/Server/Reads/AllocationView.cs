using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;

namespace Kernel.Master.Server.Reads;

/// <summary>What the allocator tells of itself.</summary>
/// <param name="Runs">How many runs it has made.</param>
/// <param name="Total">All resources of the agents.</param>
/// <param name="Used">What is allocated or offered of them.</param>
/// <param name="Roles">For each role with frameworks: its dominant share, and how many filters are active.</param>
internal sealed record AllocationView(
    long Runs, Quantities Total, Quantities Used, (string Role, double Share, int Filters)[] Roles)
{
    /// <summary>Asks the allocator; called between two inputs.</summary>
    public static AllocationView Of(Allocator allocator, Framework[] frameworks) => new(
        allocator.Runs,
        allocator.TotalQuantities,
        allocator.UsedQuantities,
        [
            .. frameworks.SelectMany(static framework => framework.Roles)
                .Distinct(StringComparer.Ordinal)
                .Select(role => (role, allocator.Share(role), allocator.ActiveFilters(role))),
        ]);
}
