using System.Globalization;
using Kernel.Master.Core.Allocation;
using Kernel.Protocol;
using Kernel.Runtime.Flags;

namespace Kernel.Master.Server;

/// <summary>Reads flags whose values are more than a number or a name.</summary>
internal static class MasterFlagReading
{
    /// <summary>A share in percent, <c>50%</c>, as a number from 0 to 1.</summary>
    /// <exception cref="FormatException">It is none; the message names the flag.</exception>
    public static double Percent(string flag, string text) =>
        text.EndsWith('%')
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
        && percent is >= 0 and <= 100
            ? percent / 100
            : throw new FormatException($"--{flag} must be a percentage from 0% to 100%, not '{text}'");

    /// <summary>A role and its weight, <c>role=weight</c>.</summary>
    /// <exception cref="FormatException">It is none; the message names the flag.</exception>
    public static KeyValuePair<string, double> Weight(string text)
    {
        var parts = text.Split('=', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && Model.Roles.Refuse(parts[0]) is null
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            && double.IsFinite(weight)
            && weight > 0
            ? KeyValuePair.Create(parts[0], weight)
            : throw new FormatException($"--weights must be role=weight with positive weights, not '{text}'");
    }

    /// <summary>Resources of which one must have as much to be offered, <c>cpus:0.01</c>.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static Quantities MinAllocatable(string text) => Quantities.Of(
        ResourcesFlag.Parse(text).Select(static resource => (resource.Kind.Name, resource.Thousandths)));

    /// <summary>The time between two removals of a rate, <c>1/10mins</c>.</summary>
    /// <exception cref="FormatException">It is none; the message names the flag.</exception>
    public static TimeSpan Interval(string limit)
    {
        var parts = limit.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], out var agents)
            && agents > 0
            && MesosDuration.TryParse(parts[1], out var span)
            && span > TimeSpan.Zero
            ? span / agents
            : throw new FormatException($"--agent_removal_rate_limit must be agents/duration such as 1/10mins, not '{limit}'");
    }
}
