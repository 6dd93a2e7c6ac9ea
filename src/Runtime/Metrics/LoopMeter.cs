using System.Diagnostics.Metrics;

namespace Kernel.Runtime.Metrics;

/// <summary>
/// How long loops are held, for who listens to the meter <c>Kernel.Runtime</c>: <c>kernel.loop.turn</c>, in milliseconds, by what they were
/// held for. Nothing is measured when nobody listens.
/// </summary>
internal static class LoopMeter
{
    private static readonly Meter Meter = new("Kernel.Runtime");

    private static readonly Histogram<double> Turns =
        Meter.CreateHistogram<double>("kernel.loop.turn", "ms", "How long a loop was held by one input, timer or look at its state");

    /// <summary>Begins to measure.</summary>
    /// <returns>When; 0 if nobody listens.</returns>
    public static long Begin(TimeProvider time) => Turns.Enabled ? time.GetTimestamp() : 0;

    /// <summary>Ends what <see cref="Begin"/> has begun.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="begun">When it began.</param>
    /// <param name="what">What the loop was held for.</param>
    public static void End(TimeProvider time, long begun, string what)
    {
        if (begun != 0)
        {
            Turns.Record(time.GetElapsedTime(begun).TotalMilliseconds, new KeyValuePair<string, object?>("what", what));
        }
    }
}
