using System.Buffers;
using System.IO.Pipelines;

namespace Kernel.Protocol.AgentLink;

/// <summary>Looks at the first head on a connection, without taking it, and tells whether a libprocess peer speaks.</summary>
internal static class LinkRecognition
{
    // Who is silent or slow goes to HTTP, which has time limits of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether the connection is a link.</summary>
    public static async Task<bool> IsLinkAsync(PipeReader input, TimeProvider time, CancellationToken closing)
    {
        var isOver = false;
        void End()
        {
            Volatile.Write(ref isOver, true);
            input.CancelPendingRead();
        }

        var alarm = time.CreateTimer(_ => End(), null, Patience, Timeout.InfiniteTimeSpan);
        var stop = closing.Register(End);
        var (isLink, isCanceled) = await LookAsync(input).ConfigureAwait(false);
        await alarm.DisposeAsync().ConfigureAwait(false);
        await stop.DisposeAsync().ConfigureAwait(false);
        if (Volatile.Read(ref isOver) && !isCanceled)
        {
            // The alarm came too late; the cancellation that it left behind is taken here, or HTTP would meet it.
            var left = await input.ReadAsync().ConfigureAwait(false);
            input.AdvanceTo(left.Buffer.Start);
        }

        return isLink;
    }

    private static async Task<(bool IsLink, bool IsCanceled)> LookAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var verdict = Judge(result.Buffer);
            if (verdict is not null || result.IsCanceled || result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start);
                return (verdict ?? false, result.IsCanceled);
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Whether it is a link; null if more must be seen.</summary>
    private static bool? Judge(ReadOnlySequence<byte> seen)
    {
        var reader = new SequenceReader<byte>(seen);
        if (reader.TryReadTo(out ReadOnlySpan<byte> head, "\r\n\r\n"u8))
        {
            return head.Length <= LinkHead.BytesMax && IsLink(head);
        }

        var method = seen.Slice(0, Math.Min(5, seen.Length)).ToArray();
        return "POST "u8.StartsWith(method) && seen.Length <= LinkHead.BytesMax ? null : false;
    }

    private static bool IsLink(ReadOnlySpan<byte> head)
    {
        try
        {
            return LinkHead.Read(head) is not null;
        }
        catch (FormatException)
        {
            // HTTP refuses a malformed head in its own way.
            return false;
        }
    }
}
