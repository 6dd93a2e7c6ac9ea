using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>An app or pod that waits for offers, as the queue shows it.</summary>
/// <param name="Spec">Which.</param>
/// <param name="Role">The role of the instances that wait.</param>
/// <param name="Count">How many instances wait.</param>
/// <param name="Since">Since when the first of them waits.</param>
/// <param name="TimeLeft">How long launches are held back; zero if they are not.</param>
/// <param name="Processed">How many offers were looked at.</param>
/// <param name="Unused">How many of them were of no use.</param>
/// <param name="UsedAt">When one was last used.</param>
/// <param name="UnusedAt">When one was last of no use.</param>
/// <param name="LastUnused">The last offer of each agent that was of no use.</param>
/// <param name="Declined">For how many offers each reason was the first, in the order of the reasons.</param>
public sealed record QueueEntry(
    RunSpec Spec,
    string Role,
    int Count,
    Moment Since,
    TimeSpan TimeLeft,
    int Processed,
    int Unused,
    Moment? UsedAt,
    Moment? UnusedAt,
    IReadOnlyList<UnusedOffer> LastUnused,
    IReadOnlyList<int> Declined)
{
    /// <summary>What waits. Only the loop may ask.</summary>
    public static IReadOnlyList<QueueEntry> Of(MarathonState state, Moment now) =>
        [.. state.Instances.WaitingSpecs.Order().Select(id => Of(state, id, now)).OfType<QueueEntry>()];

    private static QueueEntry? Of(MarathonState state, PathId id, Moment now)
    {
        if (state.Tree.Spec(id) is not { } spec)
        {
            return null;
        }

        var waiting = state.Instances.Of(id).Values.Where(static instance => instance.Condition == Condition.Scheduled).ToList();
        var left = state.NotBefore(spec, now) - now;
        var offers = state.Offers.For(id);
        return new(
            spec,
            waiting[0].Role,
            waiting.Count,
            new(waiting.Min(static instance => instance.ScheduledAt.Nanoseconds)),
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            offers.Processed,
            offers.Unused,
            offers.UsedAt,
            offers.UnusedAt,
            [.. offers.LastUnused],
            [.. Enum.GetValues<NoMatch>().Select(offers.Declined)]);
    }
}
