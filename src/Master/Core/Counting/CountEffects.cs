using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Counting;

/// <summary>Counts, for the metrics of each framework, the events that a step sends it.</summary>
public static class CountEffects
{
    /// <summary>Counts what a step sends to streams that are still open after it.</summary>
    public static void Decide(MasterState state, MasterStep step)
    {
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case MasterEffect.SendEvent send:
                    CountersOf(state, send.StreamId)?.Count(send.Event.Type);
                    break;
                case MasterEffect.SendOffers offers:
                    CountersOf(state, offers.StreamId)?.Count(Event.Types.Type.Offers);
                    state.Counters.Of(offers.Framework.Id)?.Sent(offers.Offers.Count);
                    break;
                default:
                    break;
            }
        }
    }

    private static FrameworkCounters? CountersOf(MasterState state, string stream) =>
        state.FrameworkOfStream(stream) is { } framework ? state.Counters.Of(framework.Id) : null;
}
