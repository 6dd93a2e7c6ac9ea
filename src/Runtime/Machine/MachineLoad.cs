using System.Globalization;
using Kernel.Runtime.Metrics;

namespace Kernel.Runtime.Machine;

/// <summary>How busy this machine is, as <c>/system/stats.json</c> and the <c>system/</c> metrics show it.</summary>
/// <param name="Load1">The load average of a minute.</param>
/// <param name="Load5">The load average of 5 minutes.</param>
/// <param name="Load15">The load average of 15 minutes.</param>
/// <param name="Cpus">Logical processors.</param>
/// <param name="MemoryBytes">Memory, in bytes.</param>
/// <param name="FreeMemoryBytes">Memory that nobody uses, in bytes.</param>
public readonly record struct MachineLoad(
    double Load1, double Load5, double Load15, int Cpus, long MemoryBytes, long FreeMemoryBytes)
{
    /// <summary>Asks the system; what it does not tell is 0.</summary>
    public static MachineLoad Read()
    {
        var loads = ReadLines("/proc/loadavg").FirstOrDefault()?.Split(' ') ?? [];
        var memory = ReadLines("/proc/meminfo");
        return new(
            Number(loads, 0), Number(loads, 1), Number(loads, 2), Environment.ProcessorCount, Memory(memory, "MemTotal:"), Memory(memory, "MemFree:"));
    }

    /// <summary>Adds the metrics of the machine.</summary>
    public void AddTo(MetricTable metrics)
    {
        metrics["system/cpus_total"] = Cpus;
        metrics["system/load_1min"] = Load1;
        metrics["system/load_5min"] = Load5;
        metrics["system/load_15min"] = Load15;
        metrics["system/mem_total_bytes"] = MemoryBytes;
        metrics["system/mem_free_bytes"] = FreeMemoryBytes;
    }

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    private static double Number(string[] parts, int at) =>
        at < parts.Length && double.TryParse(parts[at], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Memory(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : 0;
}
