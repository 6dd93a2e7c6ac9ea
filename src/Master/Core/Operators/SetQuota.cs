using Mesos.V1.Quota;

namespace Kernel.Master.Core.Operators;

/// <summary>SET_QUOTA and REMOVE_QUOTA: the older form, in which a guarantee is also the limit (mesos.md 5.11).</summary>
public static class SetQuota
{
    /// <summary>Decides that a role is to have a quota.</summary>
    public static CallAnswer Decide(MasterState state, OperatorCall.SetQuota call, MasterStep step)
    {
        var config = call.Config;
        if (QuotaRules.Refuse(config, state.Settings.RoleWhitelist) is { } reason)
        {
            return CallAnswer.BadRequest($"Failed to validate set quota request: {reason}");
        }

        if (state.Quotas.ContainsKey(config.Role))
        {
            return CallAnswer.BadRequest(
                $"Failed to validate set quota request: Cannot set quota for role '{config.Role}' which already has quota");
        }

        if (!call.Force && QuotaRules.RefuseOvercommit(state, [config]) is not null)
        {
            return CallAnswer.Conflict(
                "Heuristic capacity check for set quota request failed: Not enough available cluster capacity to reasonably "
                + "satisfy quota request; the force flag can be used to override this check");
        }

        UpdateQuota.Put(state, config, step);
        return CallAnswer.Ok;
    }

    /// <summary>Decides that a role is to have no quota any more.</summary>
    public static CallAnswer Remove(MasterState state, OperatorCall.RemoveQuota call, MasterStep step)
    {
        if (!state.Quotas.ContainsKey(call.Role))
        {
            return CallAnswer.BadRequest(
                $"Failed to remove quota for path '/master/quota/{call.Role}': Role '{call.Role}' has no quota set");
        }

        UpdateQuota.Put(state, new QuotaConfig { Role = call.Role }, step);
        return CallAnswer.Ok;
    }
}
