using System.Globalization;
using Kernel.Master.Core.Offers;
using Kernel.Model;

namespace Kernel.Master.Core.Operators;

/// <summary>UPDATE_WEIGHTS: how much of the cluster roles get beside their siblings (mesos.md 5.12).</summary>
public static class UpdateWeights
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, OperatorCall.UpdateWeights call, MasterStep step)
    {
        if (call.Weights.Select(weight => Refuse(state, weight.Key.Trim(), weight.Value)).FirstOrDefault(static reason => reason is not null)
            is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        var changed = false;
        foreach (var (role, weight) in call.Weights)
        {
            changed |= Put(state, role.Trim(), weight, step);
        }

        if (changed)
        {
            RescindOffers.All(state, step);
        }

        return CallAnswer.Ok;
    }

    private static string? Refuse(MasterState state, string role, double weight)
    {
        if (state.Settings.RoleWhitelist is { } whitelist && !whitelist.Contains(role))
        {
            return $"Unknown role '{role}'";
        }

        var reason = Roles.Refuse(role) is { } badRole
            ? $"Invalid role '{role}': {badRole}"
            : !double.IsFinite(weight) || weight <= 0
                ? $"Invalid weight '{weight.ToString(CultureInfo.InvariantCulture)}': Weights must be positive"
                : null;
        return reason is null ? null : $"Failed to validate update weights request JSON for role '{role}': {reason}";
    }

    /// <returns>Whether the weight of a role in use has changed.</returns>
    private static bool Put(MasterState state, string role, double weight, MasterStep step)
    {
        if (state.Weights.GetValueOrDefault(role, 1) == weight && state.Weights.ContainsKey(role))
        {
            return false;
        }

        state.PutWeight(role, weight);
        step.PutWeight(role, weight);
        state.Allocator.SetWeight(role, weight);
        return state.Frameworks.Values.Any(framework => framework.Roles.Any(one => Roles.IsSameOrDescendant(one, role)));
    }
}
