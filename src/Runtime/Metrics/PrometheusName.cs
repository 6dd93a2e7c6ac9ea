using System.Text;
using System.Text.RegularExpressions;

namespace Kernel.Runtime.Metrics;

/// <summary>The name of a metric as Prometheus knows it.</summary>
/// <param name="Family">Its name without labels.</param>
/// <param name="Labels">Its labels with their braces; empty if it has none.</param>
public readonly partial record struct PrometheusName(string Family, string Labels)
{
    /// <summary>The name of a metric whose name is a path.</summary>
    public static PrometheusName Of(string path)
    {
        var labels = new List<string>();
        var rest = Framework().Replace(path, match =>
        {
            labels.Add(Label("framework", Uri.UnescapeDataString(match.Groups[1].Value)));
            labels.Add(Label("framework_id", match.Groups[2].Value));
            return "master/frameworks/";
        });
        rest = Principal().Replace(rest, match => Lift("frameworks/", "principal", match, labels));
        rest = Role().Replace(rest, match => Lift("roles/", "role", match, labels));
        return new("kernel_" + Safe(rest), labels.Count == 0 ? "" : $"{{{string.Join(',', labels)}}}");
    }

    private static string Lift(string prefix, string label, Match match, List<string> labels)
    {
        labels.Add(Label(label, match.Groups[1].Value));
        return prefix;
    }

    private static string Label(string name, string value) => $"{name}=\"{Escape(value)}\"";

    private static string Escape(string value) => value
        .Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Safe(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Replace("slave", "agent", StringComparison.Ordinal))
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.ToString();
    }

    [GeneratedRegex("^master/frameworks/([^/]*)/([^/]+)/", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Framework();

    [GeneratedRegex("^frameworks/(.+)/(?=messages_)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Principal();

    [GeneratedRegex("(?<=/)roles/(.+)/(?=suppressed$|active$|shares/|resources/)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Role();
}
