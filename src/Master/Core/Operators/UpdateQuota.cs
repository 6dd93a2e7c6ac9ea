using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Allocation;
using Kernel.Master.Core.Offers;
using Kernel.Model;
using Mesos.V1.Quota;

namespace Kernel.Master.Core.Operators;

/// <summary>UPDATE_QUOTA: all of the given quotas, or none (mesos.md 5.11).</summary>
public static class UpdateQuota
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, OperatorCall.UpdateQuota call, MasterStep step)
    {
        if (Refuse(state, call) is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        foreach (var config in call.Configs)
        {
            Put(state, config, step);
        }

        return CallAnswer.Ok;
    }

    /// <summary>Gives a role a quota, or takes it if it guarantees and limits nothing; what is offered makes room for it.</summary>
    internal static void Put(MasterState state, QuotaConfig config, MasterStep step)
    {
        if (config.Guarantees.Count == 0 && config.Limits.Count == 0)
        {
            state.RemoveQuota(config.Role);
            step.DeleteQuota(config.Role);
        }
        else
        {
            state.PutQuota(config);
            step.PutQuota(config);
        }

        state.Allocator.SetQuota(config.Role, Quotas.Read(config));
        KeepLimits(state, config, step);
        MakeRoom(state, config, step);
    }

    private static string? Refuse(MasterState state, OperatorCall.UpdateQuota call)
    {
        if (call.Configs.GroupBy(static config => config.Role).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            return $"Invalid QuotaConfig: role '{twice.Key}' is given more than once";
        }

        return call.Configs.Select(config => QuotaRules.Refuse(config, state.Settings.RoleWhitelist)).FirstOrDefault(static reason => reason is not null)
            ?? (call.Force ? null : RefuseUnforced(state, call.Configs));
    }

    private static string? RefuseUnforced(MasterState state, IReadOnlyCollection<QuotaConfig> configs) =>
        QuotaRules.RefuseOvercommit(state, configs)
        ?? configs.Select(config => QuotaRules.RefuseConsumption(state, config)).FirstOrDefault(static reason => reason is not null);

    /// <summary>Takes back what is offered to a role beyond its new limits.</summary>
    private static void KeepLimits(MasterState state, QuotaConfig config, MasterStep step)
    {
        foreach (var offer in state.Offers.Values.Where(offer => Roles.IsSameOrDescendant(offer.Role, config.Role)).ToList())
        {
            if (QuotaRules.RefuseConsumption(state, config) is null)
            {
                return;
            }

            RescindOffers.Rescind(state, offer, step);
        }
    }

    /// <summary>Takes back offers to other roles until a role can be given what it is guaranteed (Mesos: rescindOffers).</summary>
    private static void MakeRoom(MasterState state, QuotaConfig config, MasterStep step)
    {
        var consumed = state.Allocator.Consumed(config.Role);
        var missing = Quotas.Read(config).Guarantees.ToDictionary(
            static amount => amount.Key, amount => amount.Value - (consumed[amount.Key] ?? 0));
        foreach (var offer in state.Offers.Values.Where(offer => !Roles.IsSameOrDescendant(offer.Role, config.Role)).ToList())
        {
            if (missing.Values.All(static amount => amount <= 0))
            {
                return;
            }

            RescindOffers.Rescind(state, offer, step);
            foreach (var (name, amount) in Quantities.Of(offer.Resources.Unreserved.NonRevocable))
            {
                missing[name] = missing.GetValueOrDefault(name) - amount;
            }
        }
    }
}
