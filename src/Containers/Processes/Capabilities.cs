using System.Globalization;

namespace Kernel.Containers.Processes;

/// <summary>What this process is allowed beyond what its user is.</summary>
internal static class Capabilities
{
    /// <summary>May raise limits.</summary>
    public const int SystemResources = 24;

    /// <summary>Whether this process has a capability.</summary>
    public static bool Has(int capability)
    {
        const string Prefix = "CapEff:";
        var line = File.ReadLines("/proc/self/status")
            .FirstOrDefault(static text => text.StartsWith(Prefix, StringComparison.Ordinal));
        return ulong.TryParse(
            line?[Prefix.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var effective)
            && ((effective >> capability) & 1) != 0;
    }
}
