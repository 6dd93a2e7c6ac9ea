namespace LoadTests;

/// <summary>What several runs come to.</summary>
internal static class Median
{
    /// <summary>The middle value; of an even number the upper one.</summary>
    public static double Of(IEnumerable<double> values) => Share(values, 0.5);

    /// <summary>The value that a share of all are below; not a number if there are none.</summary>
    public static double Share(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    /// <summary>With which power of the size something grows: the slope of the line through the logarithms.</summary>
    public static double Exponent(IReadOnlyCollection<(double Size, double Value)> points)
    {
        var logs = points.Select(static point => (X: Math.Log(point.Size), Y: Math.Log(point.Value))).ToArray();
        var (x, y) = (logs.Average(static log => log.X), logs.Average(static log => log.Y));
        return logs.Sum(log => (log.X - x) * (log.Y - y)) / logs.Sum(log => (log.X - x) * (log.X - x));
    }
}
