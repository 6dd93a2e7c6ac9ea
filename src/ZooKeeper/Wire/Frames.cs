using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Kernel.ZooKeeper.Wire;

/// <summary>Records on a connection: each behind its length.</summary>
internal static class Frames
{
    /// <summary>The longest answer that is taken: ZooKeeper itself bounds only what it is sent.</summary>
    public const int AnswerLengthMax = 64 << 20;

    /// <summary>The longest request that a server takes if it is not told otherwise (<c>jute.maxbuffer</c>).</summary>
    public const int RequestLengthMax = 0xfffff;

    /// <summary>Writes a record; it leaves with the next flush.</summary>
    public static void Write(PipeWriter output, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), head.Length + body.Length);
        output.Advance(4);
        output.Write(head);
        output.Write(body);
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="EndOfStreamException">The connection was closed.</exception>
    /// <exception cref="ZooKeeperException">The other side does not speak the protocol.</exception>
    public static async ValueTask<byte[]> ReadAsync(PipeReader input, CancellationToken stop)
    {
        var prefix = await AtLeastAsync(input, 4, stop).ConfigureAwait(false);
        var length = LengthOf(prefix.Slice(0, 4));
        input.AdvanceTo(prefix.GetPosition(4));
        if (length == 0)
        {
            return [];
        }

        var frame = (await AtLeastAsync(input, length, stop).ConfigureAwait(false)).Slice(0, length);
        var bytes = frame.ToArray();
        input.AdvanceTo(frame.End);
        return bytes;
    }

    private static int LengthOf(in ReadOnlySequence<byte> prefix)
    {
        Span<byte> bytes = stackalloc byte[4];
        prefix.CopyTo(bytes);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return length is >= 0 and <= AnswerLengthMax
            ? length
            : throw new ZooKeeperException(ZooKeeperError.Marshalling, $"an answer of {length} bytes is none of ZooKeeper's");
    }

    private static async ValueTask<ReadOnlySequence<byte>> AtLeastAsync(PipeReader input, int length, CancellationToken stop)
    {
        var read = await input.ReadAtLeastAsync(length, stop).ConfigureAwait(false);
        return read.Buffer.Length >= length ? read.Buffer : throw new EndOfStreamException("the connection was closed");
    }
}
