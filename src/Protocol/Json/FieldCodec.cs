using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol;

/// <summary>How one field is written and read.</summary>
internal abstract class FieldCodec(FieldDescriptor field)
{
    /// <summary>The field's name, as in the .proto file and in JSON.</summary>
    public string Name { get; } = field.Name;

    /// <summary>Whether a message without it is incomplete.</summary>
    public bool IsRequired { get; } = field.IsRequired;

    /// <summary>The name, encoded.</summary>
    protected JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(field.Name);

    /// <summary>Whether a message has it.</summary>
    public abstract bool IsSet(IMessage message);

    /// <summary>Writes the field, if it is to be seen.</summary>
    public abstract void Write(Utf8JsonWriter writer, IMessage message);

    /// <summary>Reads the field's value, at whose start the reader stands.</summary>
    public abstract void Read(ref Utf8JsonReader reader, IMessage message, FieldPath path);

    /// <summary>The codec of a field.</summary>
    public static FieldCodec Of(FieldDescriptor field)
    {
        var property = field.ContainingType.ClrType.GetProperty(field.PropertyName)!;
        var (type, arguments) = field switch
        {
            { IsMap: true } => (typeof(MapField<,,>), property.PropertyType.GetGenericArguments()),
            { IsRepeated: true } => (typeof(RepeatedField<,>), property.PropertyType.GetGenericArguments()),
            _ => (typeof(SingularField<,>), new[] { property.PropertyType }),
        };
        return (FieldCodec)Activator.CreateInstance(
            type.MakeGenericType([field.ContainingType.ClrType, .. arguments]), field, property)!;
    }

    private sealed class SingularField<TMessage, TValue> : FieldCodec
        where TMessage : class, IMessage
    {
        private readonly Func<TMessage, TValue> get;
        private readonly Action<TMessage, TValue> set;
        private readonly Func<TMessage, bool> has;
        private readonly ValueCodec<TValue> codec;
        private readonly bool isShownUnset;

        public SingularField(FieldDescriptor field, PropertyInfo property)
            : base(field)
        {
            get = property.GetMethod!.CreateDelegate<Func<TMessage, TValue>>();
            set = property.SetMethod!.CreateDelegate<Action<TMessage, TValue>>();
            codec = ValueCodec<TValue>.Of(field);
            has = typeof(TMessage).GetProperty($"Has{property.Name}")?.GetMethod?.CreateDelegate<Func<TMessage, bool>>()
                ?? (message => get(message) is not null);
            // Mesos writes a default that the .proto file states, unless the field is deprecated.
            var proto = field.ToProto();
            isShownUnset = proto.HasDefaultValue && !(proto.Options?.Deprecated ?? false);
        }

        public override bool IsSet(IMessage message) => has((TMessage)message);

        public override void Write(Utf8JsonWriter writer, IMessage message)
        {
            if (isShownUnset || has((TMessage)message))
            {
                writer.WritePropertyName(EncodedName);
                codec.Write(writer, get((TMessage)message));
            }
        }

        public override void Read(ref Utf8JsonReader reader, IMessage message, FieldPath path)
        {
            if (codec.TryRead(ref reader, path, out var value))
            {
                set((TMessage)message, value);
            }
            else if (IsRequired)
            {
                throw path.Wrong("Unknown enum value");
            }
        }
    }

    private sealed class RepeatedField<TMessage, TValue>(FieldDescriptor field, PropertyInfo property) : FieldCodec(field)
        where TMessage : class, IMessage
    {
        private readonly Func<TMessage, Google.Protobuf.Collections.RepeatedField<TValue>> get =
            property.GetMethod!.CreateDelegate<Func<TMessage, Google.Protobuf.Collections.RepeatedField<TValue>>>();

        private readonly ValueCodec<TValue> codec = ValueCodec<TValue>.Of(field);

        public override bool IsSet(IMessage message) => get((TMessage)message).Count > 0;

        public override void Write(Utf8JsonWriter writer, IMessage message)
        {
            var values = get((TMessage)message);
            if (values.Count == 0)
            {
                return;
            }

            writer.WriteStartArray(EncodedName);
            foreach (var value in values)
            {
                codec.Write(writer, value);
            }

            writer.WriteEndArray();
        }

        public override void Read(ref Utf8JsonReader reader, IMessage message, FieldPath path)
        {
            var values = get((TMessage)message);
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                // A single value stands for an array of it.
                ReadOne(ref reader, values, path);
                return;
            }

            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                ReadOne(ref reader, values, new FieldPath(path, $"[{i}]"));
            }
        }

        private void ReadOne(
            ref Utf8JsonReader reader, Google.Protobuf.Collections.RepeatedField<TValue> values, FieldPath path)
        {
            if (reader.TokenType != JsonTokenType.Null && codec.TryRead(ref reader, path, out var value))
            {
                values.Add(value);
            }
        }
    }

    private sealed class MapField<TMessage, TKey, TValue>(FieldDescriptor field, PropertyInfo property) : FieldCodec(field)
        where TMessage : class, IMessage
    {
        private readonly Func<TMessage, Google.Protobuf.Collections.MapField<string, TValue>> get =
            property.GetMethod!.CreateDelegate<Func<TMessage, Google.Protobuf.Collections.MapField<string, TValue>>>();

        private readonly ValueCodec<TValue> codec = ValueCodec<TValue>.Of(field.MessageType.FindFieldByNumber(2));

        public override bool IsSet(IMessage message) => get((TMessage)message).Count > 0;

        public override void Write(Utf8JsonWriter writer, IMessage message)
        {
            var pairs = get((TMessage)message);
            if (pairs.Count == 0)
            {
                return;
            }

            writer.WriteStartObject(EncodedName);
            foreach (var (key, value) in pairs)
            {
                writer.WritePropertyName(key);
                codec.Write(writer, value);
            }

            writer.WriteEndObject();
        }

        public override void Read(ref Utf8JsonReader reader, IMessage message, FieldPath path)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw path.Wrong("Expecting a JSON object");
            }

            var pairs = get((TMessage)message);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (codec.TryRead(ref reader, new FieldPath(path, key), out var value))
                {
                    pairs[key] = value;
                }
            }
        }
    }
}
