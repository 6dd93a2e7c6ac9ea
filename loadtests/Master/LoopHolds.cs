using System.Diagnostics.Metrics;

namespace LoadTests.Master;

/// <summary>Listens how long the loop is held, by the clock: a thread that is not given a processor, or waits for the garbage collector, holds it too.</summary>
internal sealed class LoopHolds : IDisposable
{
    private readonly MeterListener listener = new();

    public LoopHolds()
    {
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Name == "kernel.loop.turn")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, ms, tags, _) => Take(ms, tags[0].Value is "action"));
        listener.Start();
    }

    /// <summary>The longest of all.</summary>
    public double Longest { get; private set; }

    /// <summary>The longest for somebody who looks at the state.</summary>
    public double LongestByReaders { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(double ms, bool isReader)
    {
        Longest = Math.Max(Longest, ms);
        LongestByReaders = isReader ? Math.Max(LongestByReaders, ms) : LongestByReaders;
    }
}
