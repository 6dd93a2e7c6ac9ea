using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol.Wire;

/// <summary>A field of a message: how it is encoded, and how JSON writes it.</summary>
internal sealed class WireSlot
{
    private readonly Lazy<WireSchema>? message;
    private readonly Dictionary<int, byte[]>? names;

    /// <summary>Describes a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="bit">The bit that says it is there; 0 if nobody asks.</param>
    public WireSlot(FieldDescriptor field, ulong bit)
    {
        (Bit, Type, IsRepeated, IsMap) = (bit, field.FieldType, field.IsRepeated, field.IsMap);
        Wire = WireOf(field.FieldType);
        Name = Encoding.UTF8.GetBytes($"\"{field.Name}\":");
        Default = IsShownUnset(field) ? DefaultOf(field) : null;
        message = field.FieldType == FieldType.Message ? new(() => WireSchema.Of(field.MessageType)) : null;
        names = field.FieldType == FieldType.Enum
            ? field.EnumType.Values.DistinctBy(static value => value.Number)
                .ToDictionary(static value => value.Number, static value => Encoding.UTF8.GetBytes($"\"{value.Name}\""))
            : null;
    }

    /// <summary>The bit that says it is there.</summary>
    public ulong Bit { get; }

    /// <summary>Its type.</summary>
    public FieldType Type { get; }

    /// <summary>How one of its values is encoded.</summary>
    public WireFormat.WireType Wire { get; }

    /// <summary>Whether there may be many of it.</summary>
    public bool IsRepeated { get; }

    /// <summary>Whether its messages are the entries of a map.</summary>
    public bool IsMap { get; }

    /// <summary>Its name in quotes, and a colon.</summary>
    public byte[] Name { get; }

    /// <summary>Its name and its default, if JSON shows that when it is not there.</summary>
    public byte[]? Default { get; }

    /// <summary>The schema of its messages; null if it is not one.</summary>
    public WireSchema? Message => message?.Value;

    /// <summary>The name in quotes of one of its enum values; null if nobody knows it.</summary>
    public byte[]? NameOf(int value) => names!.GetValueOrDefault(value);

    /// <summary>
    /// Whether JSON shows a field's default: one that the .proto file states, unless the field is deprecated, and that of fields which
    /// cannot be told from unset ones.
    /// </summary>
    public static bool IsShownUnset(FieldDescriptor field) =>
        (!field.IsRepeated && !field.HasPresence)
        || (field.ToProto() is { HasDefaultValue: true } proto && !(proto.Options?.Deprecated ?? false));

    /// <summary>What JSON writes of an empty message that has the field is its default.</summary>
    private static byte[] DefaultOf(FieldDescriptor field)
    {
        var empty = (IMessage)Activator.CreateInstance(field.ContainingType.ClrType)!;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, MesosJson.WriterOptions))
        {
            FieldCodec.Of(field).Write(json, empty);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static WireFormat.WireType WireOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        _ => WireFormat.WireType.Varint,
    };
}
