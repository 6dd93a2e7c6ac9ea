using Kernel.Master.Core.Allocation;
using Kernel.Master.Core.Authorization;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Frameworks;

/// <summary>What a framework must say of itself (Mesos: src/master/validation.cpp, framework::validate; mesos.md 2.2).</summary>
public static class SubscriptionRules
{
    /// <summary>The message that schedulers match to learn that they must not come back under this id.</summary>
    public const string Removed = "Framework has been removed";

    /// <summary>Why a framework may not subscribe; null if it may. The first reason in Mesos's order.</summary>
    public static string? Refuse(MasterState state, Call.Types.Subscribe call) =>
        Refuse(state, call.FrameworkInfo)
        ?? RefuseCompleted(state, call.FrameworkInfo)
        ?? RefuseSuppression(call.FrameworkInfo, call.SuppressedRoles, call.OfferConstraints)
        ?? RefusePermission(state, call.FrameworkInfo)
        ?? RefuseChange(state, call.FrameworkInfo);

    /// <summary>Why a framework may not be given other information; null if it may (UPDATE_FRAMEWORK).</summary>
    public static string? Refuse(MasterState state, Framework framework, Call.Types.UpdateFramework call) =>
        Prefixed("Supplied FrameworkInfo is not valid: ", Refuse(state, call.FrameworkInfo))
        ?? RefuseSuppression(call.FrameworkInfo, call.SuppressedRoles, call.OfferConstraints)
        ?? Prefixed(
            "FrameworkInfo update is not valid: ",
            RefuseChange(state, call.FrameworkInfo) ?? RefuseImmutable(framework.Info, call.FrameworkInfo));

    /// <summary>Why a framework may not subscribe to the roles that it names; null if it may.</summary>
    public static string? RefusePermission(MasterState state, FrameworkInfo info) =>
        FrameworkPermissions.RefuseRoles(state.Settings.Acls, info, [.. RolesOf(info)]);

    /// <summary>The roles that a framework subscribes to.</summary>
    public static IEnumerable<string> RolesOf(FrameworkInfo info) =>
        IsMultiRole(info) ? info.Roles : [info.HasRole ? info.Role : Roles.Default];

    private static string? Prefixed(string prefix, string? reason) => reason is null ? null : prefix + reason;

    private static string? Refuse(MasterState state, FrameworkInfo info) =>
        RefuseRoles(info)
        ?? RefuseId(info)
        ?? RefuseOfferFilters(info)
        ?? (FailoverTimeouts.IsValid(info.FailoverTimeout)
            ? null
            : $"The framework failover_timeout is invalid: {info.FailoverTimeout} seconds cannot be represented")
        ?? RefuseWhitelist(state, info)
        ?? (info.User == "root" && !state.Settings.RootSubmissions
            ? "User 'root' is not allowed to run frameworks without --root_submissions set"
            : null);

    private static bool IsMultiRole(FrameworkInfo info) => info.Capabilities.Any(static one => one.Type == CapabilityType.MultiRole);

    private static string? RefuseRoles(FrameworkInfo info)
    {
        if (IsMultiRole(info) && info.HasRole)
        {
            return "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable";
        }

        if (!IsMultiRole(info) && info.Roles.Count > 0)
        {
            return "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable";
        }

        if (info.Roles.GroupBy(static role => role).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            return $"'FrameworkInfo.roles' contains duplicate items: '{twice.Key}'";
        }

        return RolesOf(info).Select(Roles.Refuse).FirstOrDefault(static reason => reason is not null) is { } bad
            ? $"'FrameworkInfo.roles' contains invalid role: {bad}"
            : null;
    }

    private static string? RefuseId(FrameworkInfo info) =>
        info.Id is { Value.Length: > 0 } id && IdRules.Refuse(id.Value) is { } reason
            ? $"'{id.Value}' is an invalid framework ID: {reason}"
            : null;

    private static string? RefuseOfferFilters(FrameworkInfo info)
    {
        foreach (var (role, filters) in info.OfferFilters)
        {
            foreach (var set in filters.MinAllocatableResources?.Quantities ?? [])
            {
                if (set.Quantities.Count == 0)
                {
                    return $"Invalid 'offer_filters' for role '{role}': resource quantities must contain at least one quantity";
                }

                if (set.Quantities.FirstOrDefault(static pair => !double.IsFinite(pair.Value.Value) || pair.Value.Value < 0 || double.IsSubnormal(pair.Value.Value)) is { Key: not null } bad)
                {
                    return $"Invalid 'offer_filters' for role '{role}': quantity '{bad.Key}' must be a finite number that is not negative";
                }
            }
        }

        return null;
    }

    private static string? RefuseWhitelist(MasterState state, FrameworkInfo info) =>
        state.Settings.RoleWhitelist is { } whitelist
        && RolesOf(info).FirstOrDefault(role => role != Roles.Default && !whitelist.Contains(role)) is { } unknown
            ? $"Role '{unknown}' is not present in the master's --roles"
            : null;

    private static string? RefuseCompleted(MasterState state, FrameworkInfo info) =>
        info.Id is { Value.Length: > 0 } id && state.IsCompleted(new(id.Value)) ? Removed : null;

    private static string? RefuseSuppression(
        FrameworkInfo info, IEnumerable<string> suppressedRoles, Mesos.V1.Scheduler.OfferConstraints? constraints)
    {
        var roles = RolesOf(info).ToHashSet();
        if (suppressedRoles.Where(role => !roles.Contains(role)).ToList() is [_, ..] foreign)
        {
            return $"Suppressed roles {{ {string.Join(", ", foreign)} }} are not contained in the set of roles";
        }

        if (constraints?.RoleConstraints.Keys.FirstOrDefault(role => !roles.Contains(role)) is { } unconstrained)
        {
            return $"Offer constraints specify role '{unconstrained}' which is not contained in the list of roles";
        }

        return OfferConstraintsReading.Read(constraints, out _) is { } reason ? $"Offer constraints are not valid: {reason}" : null;
    }

    private static string? RefuseChange(MasterState state, FrameworkInfo info) =>
        info.Id is { Value.Length: > 0 } id
        && state.Frameworks.TryGetValue(new(id.Value), out var known)
        && known.Info.Principal != info.Principal
            ? "Changing framework's principal is not allowed."
            : null;

    private static string? RefuseImmutable(FrameworkInfo known, FrameworkInfo info) =>
        known.User != info.User ? "Changing framework's user is not allowed."
        : known.Checkpoint != info.Checkpoint ? "Changing framework's checkpoint setting is not allowed."
        : null;
}
