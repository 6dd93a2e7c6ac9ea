using System.Globalization;
using System.Text;

namespace Kernel.Runtime.Metrics;

/// <summary>Metrics in the text format of Prometheus.</summary>
public static class PrometheusText
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>
    /// Writes metrics whose names are paths: <c>master/uptime_secs</c> is <c>kernel_master_uptime_secs</c>. What names a framework, a role
    /// or a principal within the path becomes a label.
    /// </summary>
    public static string Write(MetricTable metrics)
    {
        var text = new StringBuilder();
        var families = metrics
            .Select(metric => (Name: PrometheusName.Of(metric.Key), metric.Value, IsCounter: metrics.IsCounter(metric.Key)))
            .GroupBy(static metric => metric.Name.Family, StringComparer.Ordinal);
        foreach (var family in families)
        {
            text.Append("# TYPE ").Append(family.Key).Append(family.First().IsCounter ? " counter\n" : " gauge\n");
            foreach (var (name, value, _) in family.DistinctBy(static metric => metric.Name.Labels))
            {
                text.Append(family.Key).Append(name.Labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }
}
