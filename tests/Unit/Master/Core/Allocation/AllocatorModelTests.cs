using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <summary>
/// Random histories of small clusters, in which the allocator must make the offers that the reference makes, and keep
/// its books right: nothing negative, nothing twice, all of it the agent's total.
/// </summary>
public sealed class AllocatorModelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_does_what_the_reference_does_whatever_happens(bool hasQuota)
    {
        var histories = Arb.From(Gen.Choose(0, int.MaxValue - 1).ListOf().Select(static list => list.ToArray()), Shorter);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(histories, history => new AllocatorModel(hasQuota).Play(history)));
    }

    /// <summary>The same history without a stretch of it.</summary>
    private static IEnumerable<int[]> Shorter(int[] history)
    {
        for (var length = history.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= history.Length; from += length)
            {
                yield return [.. history[..from], .. history[(from + length)..]];
            }
        }
    }
}
