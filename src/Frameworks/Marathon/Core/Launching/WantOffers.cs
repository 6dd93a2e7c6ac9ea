using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>
/// Asks for offers when something waits, and for none when nothing does (Marathon: ReviveOffersStreamLogic.scala).
/// </summary>
internal static class WantOffers
{
    /// <summary>How often a wish is repeated, since an offer may have been declined while it was on its way.</summary>
    private const int Repeats = 2;

    /// <summary>
    /// How many wishes may follow at once upon a quiet time; in the long run there is one in each interval.
    /// </summary>
    private const int Burst = 4;

    /// <summary>Looks whether something waits that did not before.</summary>
    internal static void Consider(MarathonState state, MarathonStep step)
    {
        var link = state.Mesos;
        if (!link.Connected)
        {
            return;
        }

        var wanted = state.UsefulRoles;
        Suppress(link, wanted, step);
        if (state.Instances.TakeNews() || wanted.Any(role => !link.WantedRoles.Contains(role)))
        {
            link.ReviveRepeats = Repeats;
            Ask(state, step);
        }
    }

    /// <summary>Offers may be asked for again.</summary>
    internal static void Decide(MarathonState state, MarathonStep step)
    {
        state.Mesos.RevivePending = false;
        if (state.Mesos.Connected && state.UsefulRoles.Count > 0 && state.Mesos.ReviveRepeats > 0)
        {
            state.Mesos.ReviveRepeats--;
            Ask(state, step);
        }
    }

    /// <summary>A delay is over: what was declined meanwhile may be of use now.</summary>
    internal static void Decide(MarathonState state, MarathonInput.DelayOver over, MarathonStep step)
    {
        if (state.Mesos.Connected && state.Instances.CountWaiting(over.Id) > 0)
        {
            state.Mesos.ReviveRepeats = Repeats;
            Ask(state, step);
        }
    }

    /// <summary>Asks for offers, now or as soon as that may be done again.</summary>
    internal static void Ask(MarathonState state, MarathonStep step)
    {
        var link = state.Mesos;
        var interval = state.Settings.MinReviveInterval;
        var next = link.ReviveBudget + (interval * (1 - Burst));
        if (step.Now >= next)
        {
            link.ReviveBudget = (link.ReviveBudget > step.Now ? link.ReviveBudget : step.Now) + interval;
            link.WantedRoles = new SortedSet<string>(state.UsefulRoles, StringComparer.Ordinal);
            step.Do(new MarathonEffect.CallMesos(
                new() { Type = Call.Types.Type.Revive, Revive = new() { Roles = { link.WantedRoles } } }));
            next = step.Now + interval;
        }
        else
        {
            link.ReviveRepeats++;
        }

        if (!link.RevivePending)
        {
            link.RevivePending = true;
            step.At(next, new MarathonInput.ReviveDue());
        }
    }

    private static void Suppress(MesosLink link, IReadOnlyCollection<string> wanted, MarathonStep step)
    {
        var done = link.WantedRoles.Where(role => !wanted.Contains(role)).ToList();
        if (done.Count > 0)
        {
            link.WantedRoles = new SortedSet<string>(link.WantedRoles.Except(done), StringComparer.Ordinal);
            step.Do(new MarathonEffect.CallMesos(
                new() { Type = Call.Types.Type.Suppress, Suppress = new() { Roles = { done } } }));
        }
    }
}
