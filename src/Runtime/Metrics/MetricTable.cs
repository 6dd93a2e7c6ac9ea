using System.Collections;

namespace Kernel.Runtime.Metrics;

/// <summary>Metrics by name, in the order of their names; of each it is known whether it only grows.</summary>
public sealed class MetricTable : IEnumerable<KeyValuePair<string, double>>
{
    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> counters = new(StringComparer.Ordinal);

    /// <summary>The value of a metric; setting it makes it one that goes up and down.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public double this[string name]
    {
        get => values[name];
        set => values[name] = value;
    }

    /// <summary>Sets a metric that only grows.</summary>
    public void Count(string name, double value)
    {
        values[name] = value;
        counters.Add(name);
    }

    /// <summary>Whether a metric only grows.</summary>
    public bool IsCounter(string name) => counters.Contains(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
