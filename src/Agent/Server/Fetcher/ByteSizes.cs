using System.Globalization;

namespace Kernel.Agent.Server.Fetcher;

/// <summary>Amounts of bytes as Mesos's flags write them: <c>2GB</c> (stout: bytes.hpp).</summary>
public static class ByteSizes
{
    private static readonly (string Unit, long Bytes)[] Units =
        [("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1)];

    /// <summary>Reads an amount.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Parse(string text)
    {
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= long.MaxValue / bytes)
            {
                return number * bytes;
            }
        }

        throw new FormatException(
            $"Invalid amount of bytes '{text}': expected a whole number and one of B, KB, MB, GB, TB");
    }
}
