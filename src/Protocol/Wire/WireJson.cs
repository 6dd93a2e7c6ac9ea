using System.Buffers;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol.Wire;

/// <summary>
/// The JSON of <see cref="MesosJson"/>, written straight from the bytes of a message: no object is made of anything. The bytes must be as
/// serializers write them, see <see cref="PlainBytes"/>.
/// </summary>
public static class WireJson
{
    /// <summary>Writes a message as an object.</summary>
    public static void Write(ref ByteSink sink, MessageDescriptor type, ReadOnlySpan<byte> bytes) =>
        WriteObject(ref sink, WireSchema.Of(type), bytes);

    /// <summary>Writes a message as an object.</summary>
    public static void Write(IBufferWriter<byte> output, MessageDescriptor type, ReadOnlySpan<byte> bytes)
    {
        var sink = new ByteSink(output);
        Write(ref sink, type, bytes);
        sink.Flush();
    }

    /// <summary>Writes the fields of a message with commas between, for an object that others write into too.</summary>
    /// <param name="sink">Where they go.</param>
    /// <param name="type">The type of the message.</param>
    /// <param name="bytes">The message. Defaults of what is not there are not written.</param>
    /// <param name="isFirst">Whether they are the first in their object. Afterwards: whether the next one would be.</param>
    public static void WriteFields(ref ByteSink sink, MessageDescriptor type, ReadOnlySpan<byte> bytes, ref bool isFirst) =>
        WriteFields(ref sink, WireSchema.Of(type), bytes, ref isFirst);

    private static void WriteObject(ref ByteSink sink, WireSchema schema, ReadOnlySpan<byte> bytes)
    {
        sink.Raw((byte)'{');
        var isFirst = true;
        var seen = WriteFields(ref sink, schema, bytes, ref isFirst);
        foreach (var slot in schema.Shown)
        {
            if ((seen & slot.Bit) == 0)
            {
                Separate(ref sink, ref isFirst);
                sink.Raw(slot.Default);
            }
        }

        sink.Raw((byte)'}');
    }

    private static ulong WriteFields(ref ByteSink sink, WireSchema schema, ReadOnlySpan<byte> bytes, ref bool isFirst)
    {
        var reader = new WireReader(bytes);
        WireSlot? open = null;
        var seen = 0UL;
        while (reader.Next())
        {
            if (schema[reader.Number] is not { } slot || slot.Wire != reader.Type)
            {
                continue;
            }

            seen |= slot.Bit;
            if (slot == open)
            {
                sink.Raw((byte)',');
            }
            else
            {
                Close(ref sink, open);
                Separate(ref sink, ref isFirst);
                open = Open(ref sink, slot);
            }

            WriteValue(ref sink, slot, reader);
        }

        Close(ref sink, open);
        return seen;
    }

    /// <summary>Begins a field.</summary>
    /// <returns>The field, if more of it may follow.</returns>
    private static WireSlot? Open(ref ByteSink sink, WireSlot slot)
    {
        sink.Raw(slot.Name);
        if (!slot.IsRepeated)
        {
            return null;
        }

        sink.Raw(slot.IsMap ? (byte)'{' : (byte)'[');
        return slot;
    }

    private static void Close(ref ByteSink sink, WireSlot? open)
    {
        if (open is not null)
        {
            sink.Raw(open.IsMap ? (byte)'}' : (byte)']');
        }
    }

    private static void Separate(ref ByteSink sink, ref bool isFirst)
    {
        if (!isFirst)
        {
            sink.Raw((byte)',');
        }

        isFirst = false;
    }

    private static void WriteValue(ref ByteSink sink, WireSlot slot, in WireReader reader)
    {
        switch (slot.Type)
        {
            case FieldType.Message when slot.IsMap:
                WriteEntry(ref sink, slot.Message!, reader.Bytes);
                break;
            case FieldType.Message:
                WriteObject(ref sink, slot.Message!, reader.Bytes);
                break;
            case FieldType.String:
                sink.Text(reader.Bytes);
                break;
            case FieldType.Bytes:
                sink.Base64(reader.Bytes);
                break;
            case FieldType.Enum:
                WriteEnum(ref sink, slot, (int)reader.Bits);
                break;
            default:
                WriteNumber(ref sink, slot.Type, reader.Bits);
                break;
        }
    }

    private static void WriteEnum(ref ByteSink sink, WireSlot slot, int value)
    {
        if (slot.NameOf(value) is { } name)
        {
            sink.Raw(name);
        }
        else
        {
            sink.Number((long)value);
        }
    }

    private static void WriteNumber(ref ByteSink sink, FieldType type, ulong bits)
    {
        switch (type)
        {
            case FieldType.Double:
                sink.Number(BitConverter.UInt64BitsToDouble(bits));
                break;
            case FieldType.Float:
                sink.Number((double)BitConverter.UInt32BitsToSingle((uint)bits));
                break;
            case FieldType.Bool:
                sink.Raw(bits != 0 ? "true"u8 : "false"u8);
                break;
            case FieldType.UInt64 or FieldType.Fixed64:
                sink.Number(bits);
                break;
            case FieldType.UInt32 or FieldType.Fixed32:
                sink.Number((ulong)(uint)bits);
                break;
            case FieldType.Int32 or FieldType.SFixed32:
                sink.Number((long)(int)bits);
                break;
            case FieldType.SInt32 or FieldType.SInt64:
                sink.Number((long)(bits >> 1) ^ -(long)(bits & 1));
                break;
            default:
                sink.Number((long)bits);
                break;
        }
    }

    /// <summary>Writes an entry of a map; the keys of all of Mesos's maps are texts. What is left out in one is its default.</summary>
    private static void WriteEntry(ref ByteSink sink, WireSchema schema, ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var key = default(WireReader);
        var value = default(WireReader);
        while (reader.Next())
        {
            if (reader.Number == 1)
            {
                key = reader;
            }
            else if (reader.Number == 2)
            {
                value = reader;
            }
        }

        sink.Text(key.Bytes);
        sink.Raw((byte)':');
        WriteValue(ref sink, schema[2]!, value);
    }
}
