using System.Globalization;

namespace Kernel.Containers.Processes;

/// <summary>The limits of this process, which what it starts cannot exceed unless it may raise them.</summary>
internal sealed class OwnLimits
{
    private static readonly Dictionary<string, string> names = new(StringComparer.Ordinal)
    {
        ["Max address space"] = "as",
        ["Max core file size"] = "core",
        ["Max cpu time"] = "cpu",
        ["Max data size"] = "data",
        ["Max file size"] = "fsize",
        ["Max file locks"] = "locks",
        ["Max locked memory"] = "memlock",
        ["Max msgqueue size"] = "msgqueue",
        ["Max nice priority"] = "nice",
        ["Max open files"] = "nofile",
        ["Max processes"] = "nproc",
        ["Max resident set"] = "rss",
        ["Max realtime priority"] = "rtprio",
        ["Max realtime timeout"] = "rttime",
        ["Max pending signals"] = "sigpending",
        ["Max stack size"] = "stack",
    };

    private readonly Dictionary<string, ulong?> hard;
    private readonly bool mayRaise;

    private OwnLimits(Dictionary<string, ulong?> hard, bool mayRaise) => (this.hard, this.mayRaise) = (hard, mayRaise);

    /// <summary>Reads them.</summary>
    public static OwnLimits Read() => new(
        File.ReadLines("/proc/self/limits").Skip(1).Select(Parse).Where(static entry => entry.Name is not null)
            .ToDictionary(static entry => entry.Name!, static entry => entry.Hard, StringComparer.Ordinal),
        Capabilities.Has(Capabilities.SystemResources));

    /// <summary>A limit, lowered to what this process may give.</summary>
    public ResourceLimit Clamp(ResourceLimit limit) =>
        mayRaise || !hard.TryGetValue(limit.Name, out var bound)
            ? limit
            : limit with { Soft = Least(limit.Soft, bound), Hard = Least(limit.Hard, bound) };

    private static ulong? Least(ulong? a, ulong? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    private static (string? Name, ulong? Hard) Parse(string line)
    {
        // Columns: 26 characters of name, 21 of soft limit, 21 of hard limit, units.
        var name = names.GetValueOrDefault(line[..26].Trim());
        var text = line[47..].Split(' ', 2)[0];
        return (name, ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value : null);
    }
}
