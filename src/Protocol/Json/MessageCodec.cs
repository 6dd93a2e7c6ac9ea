using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol;

/// <summary>How one message type is written and read; made once per type.</summary>
internal sealed class MessageCodec
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageCodec> Codecs = new();

    private readonly FieldCodec[] fields;
    private readonly FieldCodec[] required;
    private readonly Dictionary<string, FieldCodec> byName;

    private MessageCodec(MessageDescriptor descriptor)
    {
        fields = [.. descriptor.Fields.InDeclarationOrder().Select(FieldCodec.Of)];
        required = [.. fields.Where(static field => field.IsRequired)];
        byName = fields.ToDictionary(static field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The codec of a message type.</summary>
    public static MessageCodec Of(MessageDescriptor descriptor) => Codecs.GetOrAdd(descriptor, static d => new(d));

    /// <summary>Writes a message as an object.</summary>
    public void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            field.Write(writer, message);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads an object, at whose start the reader stands, into a message.</summary>
    public void Read(ref Utf8JsonReader reader, IMessage message, FieldPath? path)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null || !byName.TryGetValue(name, out var field))
            {
                reader.Skip();
            }
            else
            {
                field.Read(ref reader, message, new FieldPath(path, name));
            }
        }

        foreach (var field in required)
        {
            if (!field.IsSet(message))
            {
                throw new MesosJsonException($"Missing required fields: {new FieldPath(path, field.Name)}", isSyntax: false);
            }
        }
    }
}
