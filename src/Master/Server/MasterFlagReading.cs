using System.Globalization;

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
}
