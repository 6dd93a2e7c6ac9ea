using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Offers;

/// <summary>Takes offers back (Mesos: Master::rescindOffer, Master::discardOffer; mesos.md 2.5).</summary>
public static class RescindOffers
{
    /// <summary>Takes an offer back and tells its framework.</summary>
    public static void Rescind(MasterState state, Offer offer, MasterStep step, Refusal? refusal = null)
    {
        Discard(state, offer, step, refusal);
        state.Counters.Of(offer.Framework)?.Rescinded();
        if (state.Frameworks.GetValueOrDefault(offer.Framework)?.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Event.Types.Type.Rescind, Rescind = new() { OfferId = new() { Value = offer.Id.Value } },
            }));
        }
    }

    /// <summary>Takes an inverse offer back and tells its framework.</summary>
    public static void Rescind(MasterState state, InverseOffer offer, MasterStep step)
    {
        state.Remove(offer);
        state.Allocator.RescindInverseOffer(offer.Framework, offer.Agent);
        if (state.Frameworks.GetValueOrDefault(offer.Framework)?.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Event.Types.Type.RescindInverseOffer,
                RescindInverseOffer = new() { InverseOfferId = new() { Value = offer.Id.Value } },
            }));
        }
    }

    /// <summary>Takes back everything that is offered of an agent.</summary>
    public static void OfAgent(MasterState state, AgentId agent, MasterStep step)
    {
        foreach (var id in state.OffersOf(agent).ToList())
        {
            Rescind(state, state.Offers[id], step);
        }

        foreach (var inverse in state.InverseOffers.Values.Where(offer => offer.Agent == agent).ToList())
        {
            Rescind(state, inverse, step);
        }
    }

    /// <summary>Takes back everything that is offered to anybody.</summary>
    public static void All(MasterState state, MasterStep step)
    {
        foreach (var offer in state.Offers.Values.ToList())
        {
            Rescind(state, offer, step);
        }
    }

    /// <summary>Takes back everything that is offered to a framework without telling it: its stream is dead.</summary>
    public static void Discard(MasterState state, Framework framework, MasterStep step)
    {
        foreach (var id in state.OffersOf(framework.Id).ToList())
        {
            Discard(state, state.Offers[id], step);
        }

        foreach (var inverse in state.InverseOffers.Values.Where(offer => offer.Framework == framework.Id).ToList())
        {
            state.Remove(inverse);
            state.Allocator.RescindInverseOffer(inverse.Framework, inverse.Agent);
        }
    }

    /// <summary>Takes an offer back without telling anybody.</summary>
    public static void Discard(MasterState state, Offer offer, MasterStep step, Refusal? refusal = null)
    {
        state.Remove(offer);
        state.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources, step.Now, refusal);
    }

    /// <summary>Decides that an offer has stayed unanswered for too long, unless it is gone.</summary>
    public static void Decide(MasterState state, MasterInput.OfferTimedOut input, MasterStep step)
    {
        if (state.Offers.TryGetValue(input.Offer, out var offer))
        {
            Rescind(state, offer, step);
        }
        else if (state.InverseOffers.TryGetValue(input.Offer, out var inverse))
        {
            Rescind(state, inverse, step);
        }
    }
}
