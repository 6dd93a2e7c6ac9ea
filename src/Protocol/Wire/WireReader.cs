using System.Buffers.Binary;
using Google.Protobuf;

namespace Kernel.Protocol.Wire;

/// <summary>Walks through the fields of a serialized protobuf message without making objects of them.</summary>
/// <param name="bytes">The message.</param>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int GroupDepthMax = 64;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;
    private int begin;
    private int valueBegin;
    private uint tag;

    /// <summary>The number of the field.</summary>
    public readonly int Number => (int)(tag >> 3);

    /// <summary>How its value is encoded. A group, which no field of ours is, is one field with all that is in it.</summary>
    public readonly WireFormat.WireType Type => (WireFormat.WireType)(tag & 7);

    /// <summary>The value of a field of a fixed size or a variable number, as bits; 0 for others.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The value of a field that tells its length; empty for others.</summary>
    public readonly ReadOnlySpan<byte> Bytes => Type == WireFormat.WireType.LengthDelimited ? bytes[valueBegin..at] : default;

    /// <summary>The whole field, its tag included.</summary>
    public readonly ReadOnlySpan<byte> Raw => bytes[begin..at];

    /// <summary>Goes to the next field.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="FormatException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        begin = at;
        if (at == bytes.Length)
        {
            return false;
        }

        ReadTag();
        ReadValue(GroupDepthMax);
        return true;
    }

    private void ReadTag()
    {
        var read = ReadVarint();
        tag = read is >= 8 and <= uint.MaxValue ? (uint)read : throw Malformed();
    }

    private void ReadValue(int groupsMax)
    {
        switch (Type)
        {
            case WireFormat.WireType.Varint:
                Bits = ReadVarint();
                break;
            case WireFormat.WireType.LengthDelimited:
                Bits = 0;
                ReadLength();
                break;
            case WireFormat.WireType.Fixed64:
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case WireFormat.WireType.Fixed32:
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case WireFormat.WireType.StartGroup when groupsMax > 0:
                PassGroup(groupsMax);
                break;
            default:
                throw Malformed();
        }
    }

    private void ReadLength()
    {
        var length = ReadVarint();
        if (length > (ulong)(bytes.Length - at))
        {
            throw Malformed();
        }

        valueBegin = at;
        at += (int)length;
    }

    /// <summary>Goes behind the end of a group whose start tag has been read.</summary>
    private void PassGroup(int groupsMax)
    {
        var start = tag;
        while (at < bytes.Length)
        {
            ReadTag();
            if (Type == WireFormat.WireType.EndGroup)
            {
                tag = tag >> 3 == start >> 3 ? start : throw Malformed();
                Bits = 0;
                return;
            }

            ReadValue(groupsMax - 1);
        }

        throw Malformed();
    }

    private ulong ReadVarint()
    {
        if (at < bytes.Length && bytes[at] < 0x80)
        {
            return bytes[at++];
        }

        var value = 0UL;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (bytes.Length - at < count)
        {
            throw Malformed();
        }

        at += count;
        return bytes.Slice(at - count, count);
    }

    private static FormatException Malformed() => new("the bytes are no protobuf message");
}
