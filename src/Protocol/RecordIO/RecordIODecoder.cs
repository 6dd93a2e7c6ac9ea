namespace Kernel.Protocol;

/// <summary>
/// Takes a RecordIO stream apart. Bytes come in pieces of any size: a record may be split over several, and a piece may
/// hold several records. After a malformed length the decoder stays failed, since nothing can say where the next record begins.
/// </summary>
/// <param name="recordBytesMax">The longest record that is accepted.</param>
public sealed class RecordIODecoder(int recordBytesMax = 64 * 1024 * 1024)
{
    private const int LengthDigitsMax = 10;

    private byte[]? record;
    private int filled;
    private long length;
    private int digits;
    private string? failure;

    /// <summary>Whether a record has begun that has not ended.</summary>
    public bool IsInsideRecord => record is not null || digits > 0;

    /// <summary>Takes the next piece and gives the records that end in it.</summary>
    /// <exception cref="FormatException">A length is malformed or too large, now or in an earlier piece.</exception>
    public IReadOnlyList<byte[]> Push(ReadOnlySpan<byte> piece)
    {
        var records = new List<byte[]>();
        while (failure is null && piece.Length > 0)
        {
            piece = record is null ? TakeLength(piece, records) : TakeBody(piece, records);
        }

        return failure is null ? records : throw new FormatException(failure);
    }

    private ReadOnlySpan<byte> TakeLength(ReadOnlySpan<byte> piece, List<byte[]> records)
    {
        var next = piece[0];
        if (next == '\n' && digits > 0)
        {
            Begin(records);
        }
        else if (char.IsAsciiDigit((char)next) && digits < LengthDigitsMax)
        {
            length = (length * 10) + (next - '0');
            digits++;
        }
        else
        {
            failure = "Failed to decode RecordIO: the length of a record is not a number";
        }

        return piece[1..];
    }

    private void Begin(List<byte[]> records)
    {
        if (length > recordBytesMax)
        {
            failure = $"Failed to decode RecordIO: a record of {length} bytes is longer than {recordBytesMax}";
        }
        else if (length == 0)
        {
            records.Add([]);
        }
        else
        {
            record = new byte[length];
        }

        (length, digits, filled) = (0, 0, 0);
    }

    private ReadOnlySpan<byte> TakeBody(ReadOnlySpan<byte> piece, List<byte[]> records)
    {
        var taken = Math.Min(piece.Length, record!.Length - filled);
        piece[..taken].CopyTo(record.AsSpan(filled));
        filled += taken;
        if (filled == record.Length)
        {
            records.Add(record);
            record = null;
        }

        return piece[taken..];
    }
}
