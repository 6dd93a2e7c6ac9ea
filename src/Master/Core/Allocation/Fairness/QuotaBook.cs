namespace Kernel.Master.Core.Allocation;

/// <summary>
/// What quotas demand of the cluster: what is consumed, what is guaranteed but not yet had, what is free for all of
/// that.
/// </summary>
/// <remarks>
/// Headroom: of what is free, as much as the unsatisfied guarantees of all roles come to must stay free for
/// them (Mesos: availableHeadroom and requiredHeadroom of HierarchicalAllocatorProcess::__allocate).
/// </remarks>
internal sealed class QuotaBook(ResourceNames names)
{
    private readonly List<RoleNode> needy = [];
    private readonly Amounts held = new();
    private int quotas;

    /// <summary>What is free and unreserved and irrevocable, of all agents.</summary>
    public Amounts Free { get; } = new();

    /// <summary>The unsatisfied guarantees of all roles.</summary>
    public Amounts Required { get; } = new();

    /// <summary>Whether any role has a quota.</summary>
    public bool Any => quotas > 0;

    /// <summary>The roles whose guarantees are not satisfied.</summary>
    public List<RoleNode> Needy => needy;

    /// <summary>What of a resource may be allocated beyond guarantees, while guarantees are served.</summary>
    public long Slack(int index) => Slack(index, Required[index]);

    /// <summary>
    /// What of a resource may be allocated in fair shares: what was required when they began to be served stays free.
    /// </summary>
    public long SlackForShares(int index) => Slack(index, Math.Max(Required[index], held[index]));

    /// <summary>Fair shares begin to be served: what is required now stays free until all have been.</summary>
    public void BeginShares()
    {
        held.Clear();
        held.Add(Required);
    }

    /// <summary>Gives a top-level role another quota.</summary>
    public void Set(RoleNode role, Quota quota)
    {
        quotas -= role.Quota.IsSet ? 1 : 0;
        role.Quota.Guarantees = quota.Guarantees.IsEmpty ? null : ToAmounts(quota.Guarantees);
        role.Quota.Limits = quota.Limits.IsEmpty ? null : ToLimits(quota.Limits);
        quotas += role.Quota.IsSet ? 1 : 0;
        Weigh(role);
    }

    /// <summary>A top-level role consumes more (sign 1) or less (-1).</summary>
    public void Consume(RoleNode role, Amounts amounts, int sign)
    {
        role.Quota.Consumed.Add(amounts, sign);
        if (role.Quota.Guarantees is not null)
        {
            Weigh(role);
        }
    }

    /// <summary>A top-level role consumes more or less of one resource.</summary>
    public void Consume(RoleNode role, int index, long amount)
    {
        role.Quota.Consumed.Add(index, amount);
        if (role.Quota.Guarantees is not null)
        {
            Weigh(role);
        }
    }

    private long Slack(int index, long required) => required > 0 ? Math.Max(0, Free[index] - required) : long.MaxValue;

    private void Weigh(RoleNode role)
    {
        var quota = role.Quota;
        Required.Add(quota.Unsatisfied, -1);
        quota.Unsatisfied.Clear();
        for (var i = 0; i < quota.Guarantees?.Items.Length; i++)
        {
            quota.Unsatisfied.Add(i, Math.Max(0, quota.Guarantees[i] - quota.Consumed[i]));
        }

        Required.Add(quota.Unsatisfied);
        List(role, quota.Unsatisfied.AnyPositive);
    }

    private void List(RoleNode role, bool isNeedy)
    {
        if (isNeedy == role.NeedyAt >= 0)
        {
            return;
        }

        if (isNeedy)
        {
            role.NeedyAt = needy.Count;
            needy.Add(role);
            return;
        }

        var last = needy[^1];
        needy[role.NeedyAt] = last;
        last.NeedyAt = role.NeedyAt;
        needy.RemoveAt(needy.Count - 1);
        role.NeedyAt = -1;
    }

    private Amounts ToAmounts(Quantities quantities)
    {
        var amounts = new Amounts();
        foreach (var (name, amount) in quantities)
        {
            amounts.Add(names.IndexOf(name), amount);
        }

        return amounts;
    }

    private long[] ToLimits(Quantities quantities)
    {
        var limits = new long[quantities.Max(amount => names.IndexOf(amount.Key)) + 1];
        Array.Fill(limits, long.MaxValue);
        foreach (var (name, amount) in quantities)
        {
            limits[names.IndexOf(name)] = amount;
        }

        return limits;
    }
}
