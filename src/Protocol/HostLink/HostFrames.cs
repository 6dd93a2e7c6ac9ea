using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Kernel.Protocol.HostLink;

/// <summary>The frames between agent and executor host: a length of 4 bytes, big-endian, and a message.</summary>
public static class HostFrames
{
    /// <summary>The longest message, in bytes.</summary>
    public const int LengthMax = 64 * 1024 * 1024;

    private const int HeadLength = 4;

    /// <summary>A message in its frame.</summary>
    /// <exception cref="HostLinkException">It is longer than <see cref="LengthMax"/>.</exception>
    public static byte[] Frame(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var length = message.CalculateSize();
        if (length > LengthMax)
        {
            throw new HostLinkException($"a message of {length} bytes is longer than {LengthMax}");
        }

        var frame = new byte[HeadLength + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        message.WriteTo(frame.AsSpan(HeadLength));
        return frame;
    }

    /// <summary>Takes the first frame off a buffer, if it is there in whole.</summary>
    /// <param name="buffer">What has come; what is left of it afterwards.</param>
    /// <param name="parser">Reads the message.</param>
    /// <param name="message">The message; null if its frame is not complete yet.</param>
    /// <exception cref="HostLinkException">The frame's length or message cannot be.</exception>
    public static bool TryTake<T>(ref ReadOnlySequence<byte> buffer, MessageParser<T> parser, out T? message)
        where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(parser);
        message = null;
        if (buffer.Length < HeadLength)
        {
            return false;
        }

        var length = LengthOf(buffer);
        if (buffer.Length < HeadLength + length)
        {
            return false;
        }

        message = Parse(buffer.Slice(HeadLength, length), parser);
        buffer = buffer.Slice(HeadLength + length);
        return true;
    }

    /// <summary>Reads messages until the stream ends.</summary>
    /// <exception cref="HostLinkException">Something came that is no frame.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task ReadAllAsync<T>(
        Stream stream, MessageParser<T> parser, Action<T> received, CancellationToken stop)
        where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(received);
        var reader = PipeReader.Create(stream, new(bufferSize: 16 * 1024, leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(stop).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TryTake(ref buffer, parser, out var message))
            {
                received(message!);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static int LengthOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        buffer.Slice(0, HeadLength).CopyTo(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        return length is >= 0 and <= LengthMax
            ? length
            : throw new HostLinkException($"a frame says that it has {length} bytes");
    }

    private static T Parse<T>(ReadOnlySequence<byte> body, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw new HostLinkException($"a frame holds no {typeof(T).Name}: {broken.Message}");
        }
    }
}
