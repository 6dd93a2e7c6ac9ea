using System.Buffers.Text;

namespace Kernel.Protocol;

/// <summary>RecordIO framing: the record's length in decimal, a line feed, the record (mesos.md 1.3).</summary>
public static class RecordIO
{
    /// <summary>Frames a record.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> record)
    {
        Span<byte> header = stackalloc byte[12];
        Utf8Formatter.TryFormat(record.Length, header, out var digits);
        header[digits] = (byte)'\n';
        var framed = new byte[digits + 1 + record.Length];
        header[..(digits + 1)].CopyTo(framed);
        record.CopyTo(framed.AsSpan(digits + 1));
        return framed;
    }
}
