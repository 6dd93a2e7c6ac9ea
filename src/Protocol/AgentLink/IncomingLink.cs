using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Kernel.Protocol.AgentLink;

/// <summary>One connection on which a peer sends messages: each is handed on and answered with 202.</summary>
internal sealed class IncomingLink(
    IDuplexPipe transport,
    ILinkReceiver receiver,
    LinkSuccession succession,
    TimeProvider time,
    long messageBytesMax,
    CancellationToken closing)
{
    /// <summary>How long a message may take to arrive once it has begun.</summary>
    public static readonly TimeSpan MessageTimeout = TimeSpan.FromSeconds(60);

    private const int PeersMax = 1024;

    private readonly long number = succession.Number();
    private readonly HashSet<Upid> peers = [];
    private LinkHead head;
    private LinkBody? body;
    private ITimer? watch;
    private long begun;
    private bool isInside;
    private bool isOutdated;
    private int unanswered;

    /// <summary>Reads until the peer closes, or sends what is no message.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ReadAsync().ConfigureAwait(false);
        }
        catch (FormatException malformed)
        {
            await RefuseAsync(malformed.Message).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The connection broke, which is how connections end.
        }
        finally
        {
            watch?.Dispose();
            foreach (var peer in peers)
            {
                succession.Leave(peer, number);
                receiver.Closed(peer);
            }
        }
    }

    private async Task ReadAsync()
    {
        var input = transport.Input;
        using var stop = closing.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), input);
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            if (closing.IsCancellationRequested || IsOverdue(result))
            {
                return;
            }

            var taken = Take(result.Buffer);
            input.AdvanceTo(taken, result.Buffer.End);
            if (isOutdated)
            {
                return;
            }

            var isNewMessage = unanswered > 0;
            await AnswerAsync().ConfigureAwait(false);
            if (result.IsCompleted)
            {
                return;
            }

            Watch(body is not null || !result.Buffer.Slice(taken).IsEmpty, isNewMessage);
        }
    }

    private bool IsOverdue(ReadResult result) => result.IsCanceled && isInside && time.GetElapsedTime(begun) >= MessageTimeout;

    private SequencePosition Take(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (!isOutdated && (body is not null || TryBegin(ref reader)) && body!.Take(ref reader))
        {
            Deliver();
        }

        return reader.Position;
    }

    private bool TryBegin(ref SequenceReader<byte> reader)
    {
        if (!reader.TryReadTo(out ReadOnlySpan<byte> text, "\r\n\r\n"u8))
        {
            return reader.Remaining <= LinkHead.BytesMax ? false : throw new FormatException("the head is too long");
        }

        head = LinkHead.Read(text) ?? throw new FormatException("this connection is for messages of libprocess only");
        body = new LinkBody(head, messageBytesMax);
        return true;
    }

    private void Deliver()
    {
        var from = head.From ?? throw new FormatException("Failed to determine sender from request headers");
        if (peers.Count < PeersMax)
        {
            peers.Add(from);
        }

        var message = new LinkMessage(from, head.To, head.Name, body!.Bytes);
        isOutdated = !succession.TryDeliver(message, number, receiver);
        body = null;
        unanswered++;
    }

    private async ValueTask AnswerAsync()
    {
        if (unanswered > 0)
        {
            WriteAnswers();
            await transport.Output.FlushAsync().ConfigureAwait(false);
        }
    }

    private void WriteAnswers()
    {
        for (; unanswered > 0; unanswered--)
        {
            transport.Output.Write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"u8);
        }
    }

    /// <summary>Bounds the time between a message's first and last byte; between messages a link may be silent for ever.</summary>
    private void Watch(bool isNowInside, bool isNewMessage)
    {
        if (isNowInside && (!isInside || isNewMessage))
        {
            begun = time.GetTimestamp();
            watch ??= time.CreateTimer(_ => transport.Input.CancelPendingRead(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            watch.Change(MessageTimeout, MessageTimeout);
        }
        else if (!isNowInside && isInside)
        {
            watch!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        isInside = isNowInside;
    }

    private async Task RefuseAsync(string reason)
    {
        WriteAnswers();
        var text = Encoding.ASCII.GetBytes(reason);
        var answer = $"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\n\r\n";
        transport.Output.Write(Encoding.ASCII.GetBytes(answer));
        transport.Output.Write(text);
        await transport.Output.FlushAsync().ConfigureAwait(false);
        await transport.Output.CompleteAsync().ConfigureAwait(false);
    }
}
