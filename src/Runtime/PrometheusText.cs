using System.Globalization;
using System.Text;

namespace Kernel.Runtime;

/// <summary>Metrics in the text format of Prometheus.</summary>
public static class PrometheusText
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes metrics whose names are paths, <c>master/uptime_secs</c>, as gauges such as <c>kernel_master_uptime_secs</c>.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, double>> metrics)
    {
        var text = new StringBuilder();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in metrics)
        {
            var safe = "kernel_" + Safe(name);
            if (written.Add(safe))
            {
                text.Append("# TYPE ").Append(safe).Append(" gauge\n").Append(safe).Append(' ')
                    .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Safe(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Replace("slave", "agent", StringComparison.Ordinal))
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.ToString();
    }
}
