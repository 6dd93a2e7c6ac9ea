using System.Collections.Immutable;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Frameworks;

/// <summary>A framework changes what it says of itself, at once and as a whole (Mesos: Master::updateFramework; mesos.md 2.3).</summary>
public static class UpdateFramework
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, Framework framework, Call.Types.UpdateFramework call, MasterStep step)
    {
        if (SubscriptionRules.Refuse(state, framework, call) is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        if (SubscriptionRules.RefusePermission(state, call.FrameworkInfo) is { } denial)
        {
            return CallAnswer.Forbidden(denial);
        }

        ImmutableSortedSet<string> roles = [.. SubscriptionRules.RolesOf(call.FrameworkInfo)];
        foreach (var offer in state.OffersOf(framework.Id).Select(id => state.Offers[id]).Where(offer => !roles.Contains(offer.Role)).ToList())
        {
            Offers.RescindOffers.Rescind(state, offer, step);
        }

        var info = call.FrameworkInfo.Clone();
        info.Id = framework.Info.Id;
        var updated = framework with { Info = info, Roles = roles, OfferConstraints = call.OfferConstraints };
        state.Put(updated);
        state.Allocator.UpdateFramework(framework.Id, updated.Traits(call.SuppressedRoles));
        if (!info.Equals(framework.Info))
        {
            Announce(state, updated, step);
        }

        return CallAnswer.Ok;
    }

    private static void Announce(MasterState state, Framework framework, MasterStep step)
    {
        foreach (var agent in state.Agents.Values.Where(static agent => agent.IsConnected))
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.UpdateFrameworkMessage
            {
                FrameworkId = framework.Info.Id, FrameworkInfo = framework.Info, Pid = "",
            }));
        }

        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkUpdated(framework)));
    }
}
