using System.Globalization;
using Google.Protobuf.Collections;
using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Master.Core.Operators;

/// <summary>What a quota must be (mesos.md 5.11; Mesos: src/master/quota.cpp).</summary>
internal static class QuotaRules
{
    private const double LargestBytes = 1L << 40;
    private const double LargestOther = 1_000_000_000_000;

    /// <summary>Why a quota is not well formed; null if it is.</summary>
    public static string? Refuse(QuotaConfig config, IReadOnlySet<string>? whitelist)
    {
        if (whitelist is not null && !whitelist.Contains(config.Role))
        {
            return $"Unknown role '{config.Role}'";
        }

        if ((Model.Roles.Refuse(config.Role) ?? RefuseRole(config.Role)) is { } badRole)
        {
            return $"Invalid QuotaConfig: Invalid 'QuotaConfig.role': {badRole}";
        }

        return Named("guarantees", config.Guarantees) ?? Named("limits", config.Limits) ?? RefuseDisorder(config);
    }

    /// <summary>Why quotas promise more than there is; null if they do not.</summary>
    /// <param name="state">What the master knows.</param>
    /// <param name="changed">The quotas that change.</param>
    public static string? RefuseOvercommit(MasterState state, IReadOnlyCollection<QuotaConfig> changed)
    {
        var roles = changed.Select(static config => config.Role).ToHashSet();
        var total = Sum(state.Quotas.Values.Where(config => !roles.Contains(config.Role)).Concat(changed));
        var capacity = Quantities.Of(Resources.Of(state.Agents.Values.SelectMany(static agent => agent.Total.NonRevocable)));
        return total.Any(amount => amount.Value > (capacity[amount.Key] ?? 0))
            ? $"Invalid QuotaConfig: total quota guarantees '{total}' exceed cluster capacity '{capacity}' "
                + "(use 'force' flag to bypass this check)"
            : null;
    }

    /// <summary>Why a role uses more than it may already; null if it does not.</summary>
    public static string? RefuseConsumption(MasterState state, QuotaConfig config)
    {
        var consumed = state.Allocator.Consumed(config.Role);
        var limits = Quotas.Read(config).Limits;
        return limits.Any(limit => (consumed[limit.Key] ?? 0) > limit.Value)
            ? $"Invalid QuotaConfig: Role '{config.Role}' is already consuming '{consumed}'; this is more than the requested "
                + $"limits '{limits}' (use 'force' flag to bypass this check)"
            : null;
    }

    private static string? RefuseRole(string role)
    {
        if (role == Model.Roles.Default)
        {
            return "setting quota for the default '*' role is not supported";
        }

        return role.Contains('/', StringComparison.Ordinal)
            ? $"setting quota on nested role '{role}' is not supported"
            : null;
    }

    private static string? Named(string field, MapField<string, Value.Types.Scalar> amounts) =>
        amounts.Select(static amount => RefuseAmount(amount.Key, amount.Value.Value)).FirstOrDefault(static reason => reason is not null)
            is { } reason ? $"Invalid QuotaConfig: Invalid 'QuotaConfig.{field}': {reason}" : null;

    private static string? RefuseAmount(string name, double value)
    {
        if (name.Length == 0)
        {
            return "a resource has no name";
        }

        if (!double.IsFinite(value) || value < 0)
        {
            return $"Invalid resource quantity '{name}': values must be finite and not negative";
        }

        var largest = name is "mem" or "disk" ? LargestBytes : LargestOther;
        return value > largest
            ? string.Create(CultureInfo.InvariantCulture, $"Invalid resource quantity '{name}': values greater than {largest} are not supported")
            : null;
    }

    private static string? RefuseDisorder(QuotaConfig config) =>
        config.Limits.Any(limit => config.Guarantees.TryGetValue(limit.Key, out var guarantee) && guarantee.Value > limit.Value.Value)
            ? $"Invalid QuotaConfig: 'QuotaConfig.guarantees' {Text(config.Guarantees)} is not contained within the "
                + $"'QuotaConfig.limits' {Text(config.Limits)}"
            : null;

    private static string Text(MapField<string, Value.Types.Scalar> amounts) =>
        $"{{ {string.Join(", ", amounts.Select(static amount =>
            string.Create(CultureInfo.InvariantCulture, $"{amount.Key}: {amount.Value.Value}")))} }}";

    private static Quantities Sum(IEnumerable<QuotaConfig> configs) => Quantities.Of(configs
        .SelectMany(static config => Quotas.Read(config).Guarantees)
        .GroupBy(static amount => amount.Key)
        .Select(static group => (group.Key, group.Sum(static amount => amount.Value))));
}
