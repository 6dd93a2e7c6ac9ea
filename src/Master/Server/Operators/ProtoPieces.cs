using System.Buffers;
using Google.Protobuf;

namespace Kernel.Master.Server.Operators;

/// <summary>A protobuf message put together from submessages that are serialised already.</summary>
internal sealed class ProtoPieces
{
    private readonly List<(uint Tag, byte[]? Bytes, ProtoPieces? Nested)> fields = [];
    private long length;

    /// <summary>Adds a submessage.</summary>
    public void Add(int field, byte[] message) => Add(field, message.Length, message, null);

    /// <summary>Adds a submessage that is pieces itself, and complete.</summary>
    public void Add(int field, ProtoPieces message) => Add(field, message.length, null, message);

    /// <summary>Writes the message.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Span<byte> head = stackalloc byte[16];
        foreach (var (tag, bytes, nested) in fields)
        {
            var size = WriteVarint(head, tag);
            size += WriteVarint(head[size..], (ulong)(bytes?.Length ?? nested!.length));
            output.Write(head[..size]);
            if (bytes is not null)
            {
                output.Write(bytes);
            }
            else
            {
                nested!.WriteTo(output);
            }
        }
    }

    private void Add(int field, long size, byte[]? bytes, ProtoPieces? nested)
    {
        var tag = WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);
        fields.Add((tag, bytes, nested));
        Span<byte> head = stackalloc byte[16];
        length += WriteVarint(head, tag) + WriteVarint(head, (ulong)size) + size;
    }

    private static int WriteVarint(Span<byte> output, ulong value)
    {
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            output[count++] = (byte)(value | 0x80);
        }

        output[count++] = (byte)value;
        return count;
    }
}
