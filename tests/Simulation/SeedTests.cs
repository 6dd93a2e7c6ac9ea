using System.Globalization;
using Kernel.Tests.Simulation.Seeds;
using Kernel.Tests.Simulation.World;
using Xunit;
using Xunit.Abstractions;

namespace Kernel.Tests.Simulation;

/// <summary>
/// Many seeds of the whole cluster. <c>KERNEL_SIM_SEED=N</c> replays one and prints its trace, <c>KERNEL_SIM_SEEDS=A-B</c> runs others than
/// the suite's own, which are the first 200 and those that once failed (<see cref="KeptSeeds"/>).
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const ulong First = 1;
    private const ulong Last = 200;

    [Fact]
    public void Under_every_seed_nothing_unsafe_happens_and_in_the_end_everything_is_well()
    {
        var failures = new List<string>();
        foreach (var seed in Seeds())
        {
            try
            {
                var cluster = SimRun.Play(seed, Options(seed));
                Replayed(seed, cluster);
            }
            catch (SimFailure failure)
            {
                failures.Add(failure.Message);
            }
        }

        var list = string.Join('\n', failures.Select(static failure => failure.Split('\n')[0]));
        Assert.True(failures.Count == 0, $"{failures.Count} seeds failed:\n{list}\nThe first:\n{failures.FirstOrDefault()}");
    }

    [Fact]
    public void A_seed_always_goes_the_same_way()
    {
        var first = SimRun.Play(7, Options(7)).World;
        var second = SimRun.Play(7, Options(7)).World;
        Assert.Equal(first.Steps, second.Steps);
        Assert.Equal(first.Trace.Fingerprint, second.Trace.Fingerprint);
    }

    /// <summary>A third of the seeds has two scripted frameworks, the others have Marathon and Chronos.</summary>
    private static SimOptions Options(ulong seed) =>
        seed % 3 == 0 ? new() : new() { Frameworks = (int)(seed % 3) - 1, HasMarathon = true, HasChronos = true };

    private static IEnumerable<ulong> Seeds()
    {
        if (Environment.GetEnvironmentVariable("KERNEL_SIM_SEED") is { Length: > 0 } one)
        {
            return [ulong.Parse(one, CultureInfo.InvariantCulture)];
        }

        var range = (Environment.GetEnvironmentVariable("KERNEL_SIM_SEEDS") ?? "").Split('-');
        var (from, to) = range.Length == 2
            ? (ulong.Parse(range[0], CultureInfo.InvariantCulture), ulong.Parse(range[1], CultureInfo.InvariantCulture))
            : (First, Last);
        var seeds = Enumerable.Range(0, (int)(to - from + 1)).Select(i => from + (ulong)i);
        return range.Length == 2 ? seeds : KeptSeeds.All.Select(static kept => kept.Seed).Union(seeds);
    }

    private void Replayed(ulong seed, SimCluster cluster)
    {
        if (Environment.GetEnvironmentVariable("KERNEL_SIM_SEED") is { Length: > 0 })
        {
            output.WriteLine(cluster.World.Trace.Write(int.MaxValue));
        }

        output.WriteLine($"seed {seed}: {cluster.World.Steps} steps, fingerprint {cluster.World.Trace.Fingerprint:x16}");
    }
}
