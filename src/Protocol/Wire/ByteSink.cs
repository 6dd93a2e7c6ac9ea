using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using Google.Protobuf;
using Kernel.Model;

namespace Kernel.Protocol.Wire;

/// <summary>
/// Writes into a buffer value by value: JSON, or the pieces of protobuf messages. What must be between them is the caller's to write.
/// </summary>
/// <param name="output">Where it goes; complete after <see cref="Flush"/>.</param>
public ref struct ByteSink(IBufferWriter<byte> output)
{
    private const int NumberBytesMax = 32;
    private const int EscapeBytesMax = 6;
    private const int VarintBytesMax = 10;

    /// <summary>What stands for itself in a string, whoever escapes it.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (byte)c).Where(static c => c is not ((byte)'"' or (byte)'\\'))]);

    private readonly IBufferWriter<byte> output = output;
    private Span<byte> free;
    private int used;

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(free[used..]);
        used += bytes.Length;
    }

    /// <summary>Writes one byte as it is.</summary>
    public void Raw(byte one)
    {
        Reserve(1);
        free[used++] = one;
    }

    /// <summary>Writes a number as protobuf does.</summary>
    public void Varint(ulong value)
    {
        Reserve(VarintBytesMax);
        for (; value >= 0x80; value >>= 7)
        {
            free[used++] = (byte)(value | 0x80);
        }

        free[used++] = (byte)value;
    }

    /// <summary>Writes what stands before a field of protobuf whose value tells its length.</summary>
    public void Head(int field, long length)
    {
        Varint(WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited));
        Varint((ulong)length);
    }

    /// <summary>Writes a message as protobuf does.</summary>
    /// <param name="message">The message.</param>
    /// <param name="length">How many bytes it has.</param>
    public void Message(IMessage message, int length)
    {
        Reserve(length);
        message.WriteTo(free.Slice(used, length));
        used += length;
    }

    /// <summary>How many bytes <see cref="Head"/> writes.</summary>
    public static int HeadLength(int field, long length) =>
        VarintLength(WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited)) + VarintLength((ulong)length);

    /// <summary>Writes a text.</summary>
    /// <param name="utf8">The text, which is valid UTF-8.</param>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAnyExcept(Plain))
        {
            Escaped(utf8);
            return;
        }

        Reserve(utf8.Length + 2);
        free[used] = (byte)'"';
        utf8.CopyTo(free[(used + 1)..]);
        free[used + utf8.Length + 1] = (byte)'"';
        used += utf8.Length + 2;
    }

    /// <summary>Writes a text.</summary>
    public void Text(string text)
    {
        Reserve(text.Length + 2);
        if (Ascii.FromUtf16(text, free[(used + 1)..], out var length) == OperationStatus.Done
            && !free.Slice(used + 1, length).ContainsAnyExcept(Plain))
        {
            free[used] = (byte)'"';
            free[used + length + 1] = (byte)'"';
            used += length + 2;
        }
        else
        {
            Text(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Reserve(NumberBytesMax);
        Utf8Formatter.TryFormat(value, free[used..], out var length);
        used += length;
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(ulong value)
    {
        Reserve(NumberBytesMax);
        Utf8Formatter.TryFormat(value, free[used..], out var length);
        used += length;
    }

    /// <summary>Writes a double as Mesos does: whole numbers with one decimal, what is no number as a text.</summary>
    public void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }
        else if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
        {
            Raw(value == 0 && double.IsNegative(value) ? "-"u8 : default);
            Number((long)value);
            Raw(".0"u8);
        }
        else
        {
            Reserve(NumberBytesMax);
            value.TryFormat(free[used..], out var length, default, CultureInfo.InvariantCulture);
            used += length;
        }
    }

    /// <summary>Writes bytes in base64.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        free[used] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, free[(used + 1)..], out _, out var length);
        free[used + length + 1] = (byte)'"';
        used += length + 2;
    }

    /// <summary>Hands on what was written; another one may write after it.</summary>
    public void Flush()
    {
        output.Advance(used);
        free = default;
        used = 0;
    }

    private void Escaped(ReadOnlySpan<byte> utf8)
    {
        Reserve((utf8.Length * EscapeBytesMax) + 2);
        free[used++] = (byte)'"';
        var status = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(utf8, free[used..], out _, out var length);
        Invariant.Holds(status == OperationStatus.Done, "a text is valid UTF-8");
        used += length;
        free[used++] = (byte)'"';
    }

    private static int VarintLength(ulong value) => ((63 - BitOperations.LeadingZeroCount(value | 1)) / 7) + 1;

    private void Reserve(int count)
    {
        if (free.Length - used < count)
        {
            Flush();
            free = output.GetSpan(count);
        }
    }
}
