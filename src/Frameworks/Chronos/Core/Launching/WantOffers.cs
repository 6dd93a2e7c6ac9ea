using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>
/// Offers are wanted while runs wait, and refused while none do: an idle Chronos costs the cluster nothing.
/// </summary>
internal static class WantOffers
{
    /// <summary>Asks for offers if runs wait.</summary>
    internal static void Consider(ChronosState state, ChronosStep step)
    {
        if (!state.Mesos.Connected || state.Queue.Count == 0)
        {
            return;
        }

        if (state.Mesos.Suppressed)
        {
            Revive(state, step);
        }

        if (!state.Mesos.RevivePlanned)
        {
            state.Mesos.RevivePlanned = true;
            step.After(state.Settings.MinReviveInterval, new ChronosInput.ReviveDue());
        }
    }

    /// <summary>Runs that still wait may fit into what was declined before.</summary>
    internal static void AtReviveDue(ChronosState state, ChronosStep step)
    {
        state.Mesos.RevivePlanned = false;
        if (state.Mesos.Connected && state.Queue.Count > 0)
        {
            Revive(state, step);
        }
    }

    /// <summary>An offer has been kept long enough: others may have it.</summary>
    internal static void Decide(ChronosState state, ChronosInput.OfferHeld held, ChronosStep step)
    {
        if (state.Offers.Take(held.OfferId) is not { } room)
        {
            return;
        }

        var duration = state.Settings.DeclineDuration;
        step.Do(new ChronosEffect.CallMesos(new()
        {
            Type = Call.Types.Type.Decline,
            Decline = new()
            {
                OfferIds = { room.Offer.Id }, Filters = duration is { } span ? new() { RefuseSeconds = span.TotalSeconds } : null,
            },
        }));
        if (state.Queue.Count == 0 && !state.Mesos.Suppressed)
        {
            state.Mesos.Suppressed = true;
            step.Do(new ChronosEffect.CallMesos(new() { Type = Call.Types.Type.Suppress, Suppress = new() }));
        }
    }

    private static void Revive(ChronosState state, ChronosStep step)
    {
        state.Mesos.Suppressed = false;
        state.Mesos.Revivals++;
        step.Do(new ChronosEffect.CallMesos(new() { Type = Call.Types.Type.Revive, Revive = new() }));
    }
}
