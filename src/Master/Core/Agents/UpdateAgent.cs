using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>A registered agent tells its revocable resources, its operations and its resource version (Mesos: Master::updateSlave).</summary>
public static class UpdateAgent
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.AgentUpdating input, MasterStep step)
    {
        if (!state.Agents.TryGetValue(input.Update.Agent, out var agent))
        {
            step.Note($"Ignored an update of unknown agent {input.Update.Agent}");
            return;
        }

        var updated = agent;
        if (!input.Update.ResourceVersion.IsEmpty)
        {
            updated = updated with { ResourceVersion = input.Update.ResourceVersion };
        }

        if (input.Update.Oversubscribed is { } oversubscribed)
        {
            updated = Oversubscribe(state, updated, oversubscribed, step);
        }

        state.Put(updated);
        if (updated.Total != agent.Total)
        {
            state.Allocator.UpdateAgent(updated.Id, updated.Traits, updated.Total);
        }

        if (!input.Update.Operations.IsDefault)
        {
            Operations.RecoverOperations.Decide(state, updated, input.Update.Operations, step);
        }
    }

    private static Agent Oversubscribe(MasterState state, Agent agent, Resources oversubscribed, MasterStep step)
    {
        foreach (var offer in state.OffersOf(agent.Id).Select(id => state.Offers[id]).Where(static offer => HasRevocable(offer.Resources)).ToList())
        {
            Offers.RescindOffers.Rescind(state, offer, step);
        }

        return agent with { Total = agent.Total.NonRevocable + oversubscribed };
    }

    private static bool HasRevocable(Resources resources) => resources.Any(static resource => resource.Kind.Revocable);
}
