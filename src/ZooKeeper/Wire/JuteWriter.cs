using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kernel.ZooKeeper.Wire;

/// <summary>
/// Writes the records of ZooKeeper's wire (jute): numbers big-endian, texts and bytes behind their length.
/// </summary>
internal sealed class JuteWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    /// <summary>Writes an <c>int</c>.</summary>
    public JuteWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
        return this;
    }

    /// <summary>Writes a <c>long</c>.</summary>
    public JuteWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
        return this;
    }

    /// <summary>Writes a <c>boolean</c>.</summary>
    public JuteWriter Bool(bool value)
    {
        buffer.Write([value ? (byte)1 : (byte)0]);
        return this;
    }

    /// <summary>Writes a <c>buffer</c>.</summary>
    public JuteWriter Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        buffer.Write(value);
        return this;
    }

    /// <summary>Writes a <c>ustring</c>.</summary>
    public JuteWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));
}
