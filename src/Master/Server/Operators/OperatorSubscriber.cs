using System.Threading.Channels;
using Kernel.Master.Core;

namespace Kernel.Master.Server.Operators;

/// <summary>What waits for one subscriber. Who reads too slowly is cut off, and harms nobody else.</summary>
internal sealed class OperatorSubscriber : IDisposable
{
    private const int QueuedMax = 100_000;

    private readonly Channel<MasterEvent> queue = Channel.CreateBounded<MasterEvent>(
        new BoundedChannelOptions(QueuedMax) { SingleReader = true });

    private readonly CancellationTokenSource end;

    public OperatorSubscriber(CancellationToken left)
    {
        end = CancellationTokenSource.CreateLinkedTokenSource(left);
        End = end.Token;
    }

    /// <summary>Ends when the subscriber leaves or is cut off.</summary>
    public CancellationToken End { get; }

    /// <summary>Takes an event; never blocks.</summary>
    public void Take(MasterEvent what)
    {
        if (!queue.Writer.TryWrite(what))
        {
            CutOff();
        }
    }

    /// <summary>The next event, if one waits.</summary>
    public bool TryRead(out MasterEvent? what) => queue.Reader.TryRead(out what);

    /// <summary>Ends when an event waits.</summary>
    public Task<bool> WaitAsync() => queue.Reader.WaitToReadAsync(End).AsTask();

    /// <summary>Ends the subscriber's stream.</summary>
    public void CutOff()
    {
        queue.Writer.TryComplete();
        try
        {
            end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The subscriber has left meanwhile.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => end.Dispose();
}
