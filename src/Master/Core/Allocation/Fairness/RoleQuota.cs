namespace Kernel.Master.Core.Allocation;

/// <summary>A top-level role's quota, and what counts against it.</summary>
internal sealed class RoleQuota
{
    /// <summary>
    /// Its reservations, and what it and the roles below it have of unreserved, irrevocable resources.
    /// </summary>
    public Amounts Consumed { get; } = new();

    /// <summary>What it is guaranteed; null if nothing.</summary>
    public Amounts? Guarantees { get; set; }

    /// <summary>
    /// What it may consume at most, <see cref="long.MaxValue"/> for what is not limited; null if nothing is.
    /// </summary>
    public long[]? Limits { get; set; }

    /// <summary>What of its guarantees it does not have yet.</summary>
    public Amounts Unsatisfied { get; } = new();

    /// <summary>Whether it has any quota.</summary>
    public bool IsSet => Guarantees is not null || Limits is not null;

    /// <summary>What it may still consume of a resource.</summary>
    public long Left(int index) =>
        Limits is null || index >= Limits.Length || Limits[index] == long.MaxValue
            ? long.MaxValue
            : Math.Max(0, Limits[index] - Consumed[index]);

    /// <summary>As it was set.</summary>
    public Quota ToQuota(ResourceNames names) => new(
        Guarantees?.ToQuantities(names) ?? Quantities.None,
        Quantities.Of((Limits ?? []).Index()
            .Where(static limit => limit.Item != long.MaxValue)
            .Select(limit => (names[limit.Index], limit.Item))));
}
