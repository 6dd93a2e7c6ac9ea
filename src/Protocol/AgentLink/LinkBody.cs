using System.Buffers;
using System.Buffers.Text;

namespace Kernel.Protocol.AgentLink;

/// <summary>Puts a body together from what comes: of a known length, or in chunks.</summary>
internal sealed class LinkBody
{
    private const int ChunkHeadMax = 256;

    private readonly long bytesMax;
    private readonly bool isChunked;
    private byte[] buffer = [];
    private int filled;
    private long missing;
    private Part part;

    /// <summary>Begins the body that a head announces.</summary>
    /// <exception cref="FormatException">It is longer than is accepted.</exception>
    public LinkBody(LinkHead head, long bytesMax)
    {
        this.bytesMax = bytesMax;
        isChunked = head.IsChunked;
        part = isChunked ? Part.Size : Part.Data;
        if (!isChunked)
        {
            Expect(head.Length);
        }
    }

    private enum Part
    {
        /// <summary>The line with a chunk's length.</summary>
        Size,

        /// <summary>Bytes of the body.</summary>
        Data,

        /// <summary>The end of line after a chunk.</summary>
        DataEnd,

        /// <summary>The lines after the last chunk.</summary>
        Trailer,

        /// <summary>Nothing is missing.</summary>
        Done,
    }

    /// <summary>The bytes so far.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, filled);

    /// <summary>Takes what belongs to the body.</summary>
    /// <returns>Whether the body is whole.</returns>
    /// <exception cref="FormatException">A chunk is malformed, or the body too long.</exception>
    public bool Take(ref SequenceReader<byte> reader)
    {
        while (part != Part.Done && TakePart(ref reader))
        {
        }

        return part == Part.Done;
    }

    private bool TakePart(ref SequenceReader<byte> reader) => part switch
    {
        Part.Size => TakeSize(ref reader),
        Part.Data => TakeData(ref reader),
        Part.DataEnd => TakeDataEnd(ref reader),
        _ => TakeTrailer(ref reader),
    };

    private bool TakeSize(ref SequenceReader<byte> reader)
    {
        if (!TryTakeLine(ref reader, out var line))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[ChunkHeadMax];
        line.CopyTo(text);
        var taken = text[..(int)line.Length];
        var end = taken.IndexOfAny((byte)';', (byte)' ');
        taken = end < 0 ? taken : taken[..end];
        if (!Utf8Parser.TryParse(taken, out long size, out var digits, 'x') || digits != taken.Length || size < 0)
        {
            throw new FormatException("the length of a chunk is malformed");
        }

        Expect(size);
        part = size == 0 ? Part.Trailer : Part.Data;
        return true;
    }

    private void Expect(long size)
    {
        if (size > bytesMax - filled)
        {
            throw new FormatException($"the message is longer than {bytesMax} bytes");
        }

        missing = size;
    }

    private bool TakeData(ref SequenceReader<byte> reader)
    {
        var count = (int)Math.Min(missing, reader.Remaining);
        Grow(count);
        reader.TryCopyTo(buffer.AsSpan(filled, count));
        reader.Advance(count);
        filled += count;
        missing -= count;
        part = missing > 0 ? Part.Data : isChunked ? Part.DataEnd : Part.Done;
        return missing == 0;
    }

    private void Grow(int count)
    {
        // Room is made for what has come, not for what is announced: a lie about the length costs nothing.
        if (buffer.Length < filled + count)
        {
            Array.Resize(ref buffer, filled == 0 ? count : (int)Math.Min(bytesMax, Math.Max((long)filled + count, 2L * buffer.Length)));
        }
    }

    private bool TakeDataEnd(ref SequenceReader<byte> reader)
    {
        if (reader.Remaining < 2)
        {
            return false;
        }

        if (!reader.IsNext("\r\n"u8, advancePast: true))
        {
            throw new FormatException("a chunk does not end where it should");
        }

        part = Part.Size;
        return true;
    }

    private bool TakeTrailer(ref SequenceReader<byte> reader)
    {
        if (!TryTakeLine(ref reader, out var line))
        {
            return false;
        }

        part = line.IsEmpty ? Part.Done : Part.Trailer;
        return true;
    }

    private static bool TryTakeLine(ref SequenceReader<byte> reader, out ReadOnlySequence<byte> line)
    {
        var isWhole = reader.TryReadTo(out line, "\r\n"u8);
        return (isWhole ? line.Length : reader.Remaining) > ChunkHeadMax
            ? throw new FormatException("the head of a chunk is too long")
            : isWhole;
    }
}
