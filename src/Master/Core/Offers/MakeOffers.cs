using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Offers;

/// <summary>Turns what the allocator has allocated into offers (Mesos: Master::offer; mesos.md 2.5).</summary>
public static class MakeOffers
{
    /// <summary>Everything that has changed becomes a candidate, at every allocation interval.</summary>
    public static void Batch(MasterState state, MasterStep step)
    {
        state.Allocator.StartBatch(step.Now);
        step.After(state.Settings.Allocation.AllocationInterval, new MasterInput.BatchDue());
    }

    /// <summary>Looks at some candidates, and offers what they have free.</summary>
    public static void Decide(MasterState state, MasterStep step)
    {
        state.ExpectCycle(false);
        var slice = state.Allocator.Run(step.Now, step.Chance);
        foreach (var drafts in slice.Offers.GroupBy(static draft => draft.Framework))
        {
            Offer(state, drafts.Key, drafts, step);
        }

        foreach (var draft in slice.InverseOffers)
        {
            OfferInversely(state, draft, step);
        }
    }

    /// <summary>After every input: if the allocator has candidates, a run is asked for, one at a time.</summary>
    public static void Hint(MasterState state, MasterStep step)
    {
        if (!state.IsCycleDue && state.Allocator.HasCandidates)
        {
            state.ExpectCycle(true);
            step.At(step.Now, new MasterInput.CycleDue());
        }
    }

    private static void Offer(MasterState state, FrameworkId id, IEnumerable<OfferDraft> drafts, MasterStep step)
    {
        if (!state.Frameworks.TryGetValue(id, out var framework) || framework.StreamId is not { } stream)
        {
            foreach (var draft in drafts)
            {
                state.Allocator.Recover(id, draft.Agent, draft.Resources, step.Now);
            }

            return;
        }

        var offers = drafts.Where(draft => HasRoom(state, draft, step)).Select(draft => Make(state, draft, step)).ToList();
        if (offers.Count > 0)
        {
            step.Do(new MasterEffect.SendOffers(stream, framework, offers));
        }
    }

    /// <summary>An agent with too many executors is not offered. Command tasks have an executor of their own each.</summary>
    private static bool HasRoom(MasterState state, OfferDraft draft, MasterStep step)
    {
        if (state.Settings.MaxExecutorsPerAgent is not { } most
            || state.ExecutorsOf(draft.Agent).Count + state.TasksOf(draft.Agent).Count(key => state.Tasks[key].Executor is null) < most)
        {
            return true;
        }

        state.Allocator.Recover(draft.Framework, draft.Agent, draft.Resources, step.Now);
        return false;
    }

    private static OfferToSend Make(MasterState state, OfferDraft draft, MasterStep step)
    {
        var offer = new Offer(state.NextOfferId(), draft.Framework, draft.Agent, draft.Role, draft.Resources, step.Now);
        state.Put(offer);
        TimeOut(state, offer.Id, step);
        var agent = state.Agents[draft.Agent];
        var executors = state.ExecutorsOf(draft.Agent)
            .Where(key => key.Framework == draft.Framework)
            .Select(static key => key.Executor)
            .ToList();
        var unavailability = state.Machines.GetValueOrDefault(agent.Machine)?.Unavailability;
        return new(offer, agent, executors, unavailability is { } will ? Unavailabilities.ToMessage(will) : null);
    }

    private static void OfferInversely(MasterState state, InverseOfferDraft draft, MasterStep step)
    {
        if (state.Frameworks.GetValueOrDefault(draft.Framework)?.StreamId is not { } stream)
        {
            state.Allocator.RescindInverseOffer(draft.Framework, draft.Agent);
            return;
        }

        var offer = new InverseOffer(state.NextOfferId(), draft.Framework, draft.Agent, draft.Unavailability, step.Now);
        state.Put(offer);
        TimeOut(state, offer.Id, step);
        var message = new Mesos.V1.InverseOffer
        {
            Id = new() { Value = offer.Id.Value },
            FrameworkId = new() { Value = offer.Framework.Value },
            AgentId = new() { Value = offer.Agent.Value },
            Unavailability = Unavailabilities.ToMessage(offer.Unavailability),
            Url = AgentUrls.Of(state.Agents[offer.Agent]),
        };
        step.Do(new MasterEffect.SendEvent(stream, new()
        {
            Type = Event.Types.Type.InverseOffers, InverseOffers = new() { InverseOffers_ = { message } },
        }));
    }

    private static void TimeOut(MasterState state, OfferId id, MasterStep step)
    {
        if (state.Settings.OfferTimeout is { } timeout)
        {
            step.After(timeout, new MasterInput.OfferTimedOut(id));
        }
    }
}
