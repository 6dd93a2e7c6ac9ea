using System.Collections.Concurrent;
using System.Threading.Channels;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;
using Event = Mesos.V1.Executor.Event;

namespace Kernel.Agent.Server.Executors;

/// <summary>
/// The streams on which custom executors listen for events. An executor that does not read is cut off, alone.
/// </summary>
public sealed class ExecutorStreams(TimeProvider time)
{
    /// <summary>How many events may wait for an executor.</summary>
    public const int WaitingMax = 4096;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Channel<Event>> streams = new(StringComparer.Ordinal);

    /// <summary>Opens a stream; events sent to it wait until <see cref="WriteAsync"/>.</summary>
    public void Open(string stream) => streams[stream] = Channel.CreateBounded<Event>(WaitingMax);

    /// <summary>Sends an event. A stream that is full is closed.</summary>
    public void Send(string stream, Event message)
    {
        if (streams.TryGetValue(stream, out var channel) && !channel.Writer.TryWrite(message))
        {
            channel.Writer.TryComplete(new IOException("the executor does not read its events"));
        }
    }

    /// <summary>Closes a stream after what has been sent to it.</summary>
    public void Close(string stream)
    {
        if (streams.TryGetValue(stream, out var channel))
        {
            channel.Writer.TryComplete();
        }
    }

    /// <summary>Closes all streams: the agent ends, and its executors look for it again.</summary>
    public void CloseAll()
    {
        foreach (var stream in streams.Keys)
        {
            Close(stream);
        }
    }

    /// <summary>Writes events as records until the stream is closed, by either side.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="context">The request that it answers.</param>
    /// <param name="format">The format of the events.</param>
    public async Task WriteAsync(string stream, HttpContext context, MessageFormat format)
    {
        var channel = streams[stream];
        context.Response.ContentType = MediaTypes.Of(format);
        using var heartbeat = time.CreateTimer(
            _ => Send(stream, new() { Type = Event.Types.Type.Heartbeat }), null, HeartbeatInterval, HeartbeatInterval);
        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await context.Response.Body
                    .WriteAsync(RecordIO.Frame(MessageAnswer.Bytes(message, format)), context.RequestAborted)
                        .ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            streams.TryRemove(stream, out _);
        }
    }
}
