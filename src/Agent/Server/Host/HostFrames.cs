using System.Buffers.Binary;
using Google.Protobuf;
using Kernel.Messages.Host;

namespace Kernel.Agent.Server.Host;

/// <summary>The frames on the socket between agent and executor host: a 4-byte big-endian length and a message.</summary>
public static class HostFrames
{
    /// <summary>The longest message that is read, in bytes.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    /// <summary>A call in its frame.</summary>
    public static byte[] Frame(HostCall call)
    {
        var frame = new byte[4 + call.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        call.WriteTo(frame.AsSpan(4));
        return frame;
    }

    /// <summary>Reads the next event; null at the end of the stream.</summary>
    /// <exception cref="IOException">The stream ends inside a frame, or a frame is too long or no event.</exception>
    public static async Task<HostEvent?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var head = new byte[4];
        var read = await stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        if (read == 0)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (read < 4 || length is < 0 or > BytesMax)
        {
            throw new IOException($"the executor host sent a frame of {length} bytes");
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop).ConfigureAwait(false);
        try
        {
            return HostEvent.Parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new IOException("the executor host sent what is no event", failure);
        }
    }
}
