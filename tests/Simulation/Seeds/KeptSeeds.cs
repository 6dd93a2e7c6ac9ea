using System.Globalization;
using Kernel.Tests.Simulation.Scenarios;

namespace Kernel.Tests.Simulation.Seeds;

/// <summary>The seeds that once failed, each with what it found: they are run for ever.</summary>
public static class KeptSeeds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<(ulong Seed, string Found)> All { get; } =
    [
        .. File.ReadLines(Path.Combine(Golden.Folder("Seeds"), "kept-seeds.txt"))
            .Where(static line => line.Length > 0 && !line.StartsWith('#'))
            .Select(static line => line.Split(' ', 2))
            .Select(static parts => (ulong.Parse(parts[0], CultureInfo.InvariantCulture), parts[1])),
    ];
}
