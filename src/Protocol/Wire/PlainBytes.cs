using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol.Wire;

/// <summary>
/// Whether bytes from outside may be kept and passed on as they are. Plain bytes are whole and valid, so nobody whom they are passed
/// on to can stumble over them; and each field stands where a serializer puts it, so they can be read in one go.
/// </summary>
public static class PlainBytes
{
    private const int DepthMax = 64;

    /// <summary>The plain bytes that say the same as these: nearly always these themselves.</summary>
    /// <exception cref="FormatException">Something that is required is missing.</exception>
    /// <exception cref="InvalidProtocolBufferException">They are no such message.</exception>
    public static ReadOnlyMemory<byte> Of<T>(MessageParser<T> parser, MessageDescriptor type, ReadOnlyMemory<byte> bytes)
        where T : IMessage<T>
    {
        if (IsPlain(type, bytes.Span))
        {
            return bytes;
        }

        var message = parser.ParseFrom(bytes.Span);
        return RequiredFields.AreSet(message)
            ? message.ToByteArray()
            : throw new FormatException("a required field is missing");
    }

    /// <summary>
    /// Whether bytes are a message that is whole: known fields in order, of their types, one of each that is not repeated; texts in UTF-8;
    /// everything there that is required; and so every message in it.
    /// </summary>
    public static bool IsPlain(MessageDescriptor type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return IsPlain(WireSchema.Of(type), bytes, 0);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsPlain(WireSchema schema, ReadOnlySpan<byte> bytes, int depth)
    {
        var reader = new WireReader(bytes);
        var (last, seen) = (0, 0UL);
        while (reader.Next())
        {
            if (schema[reader.Number] is not { } slot)
            {
                continue;
            }

            var isInPlace = slot.IsRepeated ? reader.Number >= last : reader.Number > last;
            if (!isInPlace || reader.Type != slot.Wire || !IsPlain(slot, reader.Bytes, depth))
            {
                return false;
            }

            last = reader.Number;
            seen |= slot.Bit;
        }

        return (seen & schema.Required) == schema.Required;
    }

    private static bool IsPlain(WireSlot slot, ReadOnlySpan<byte> value, int depth) => slot.Type switch
    {
        FieldType.String => Utf8.IsValid(value),
        FieldType.Message => depth < DepthMax && IsPlain(slot.Message!, value, depth + 1),
        _ => true,
    };
}
