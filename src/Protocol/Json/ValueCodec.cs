using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol;

/// <summary>How one value of a field is written and read.</summary>
internal abstract class ValueCodec<T>
{
    /// <summary>Writes a value.</summary>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <returns>False if it is an enum name that nobody knows: the field then stays unset, as in proto2.</returns>
    public abstract bool TryRead(ref Utf8JsonReader reader, FieldPath path, out T value);

    /// <summary>The codec of a field's values.</summary>
    public static ValueCodec<T> Of(FieldDescriptor field) => (ValueCodec<T>)(object)(field.FieldType switch
    {
        FieldType.Double => new DoubleCodec(),
        FieldType.Float => new FloatCodec(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new Int64Codec(),
        FieldType.UInt64 or FieldType.Fixed64 => new UInt64Codec(),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new Int32Codec(),
        FieldType.UInt32 or FieldType.Fixed32 => new UInt32Codec(),
        FieldType.Bool => new BoolCodec(),
        FieldType.String => new StringCodec(),
        FieldType.Bytes => new BytesCodec(),
        FieldType.Enum => Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(typeof(T)), field.EnumType)!,
        FieldType.Message => Activator.CreateInstance(typeof(SubmessageCodec<>).MakeGenericType(typeof(T)), field.MessageType)!,
        _ => throw new NotSupportedException($"no JSON for fields of type {field.FieldType}"),
    });

    /// <summary>The text of a value that must be a number, or a string that is one.</summary>
    private protected static string NumberText(ref Utf8JsonReader reader, FieldPath path) => reader.TokenType switch
    {
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.String => reader.GetString()!,
        _ => throw path.Wrong($"Expecting a number, not a JSON {Kind(reader.TokenType)},"),
    };

    private protected static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Number => "number",
        _ => "string",
    };

    private protected static TNumber Integer<TNumber>(ref Utf8JsonReader reader, FieldPath path)
        where TNumber : struct, IBinaryInteger<TNumber>, IMinMaxValue<TNumber>
    {
        var text = NumberText(ref reader, path);
        if (TNumber.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // 5.0 and 5e3 are whole numbers too.
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide)
            && wide == decimal.Truncate(wide)
            && Int128.CreateTruncating(wide) is var whole
            && whole >= Int128.CreateChecked(TNumber.MinValue)
            && whole <= Int128.CreateChecked(TNumber.MaxValue))
        {
            return TNumber.CreateTruncating(whole);
        }

        throw path.Wrong($"Expecting a whole number between {TNumber.MinValue} and {TNumber.MaxValue}, not '{text}',");
    }
}

internal sealed class DoubleCodec : ValueCodec<double>
{
    public override void Write(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
        else if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
        {
            // Mesos writes whole doubles with one decimal, which tells readers that they are doubles.
            Span<byte> text = stackalloc byte[24];
            value.TryFormat(text, out var length, "F1", CultureInfo.InvariantCulture);
            writer.WriteRawValue(text[..length], skipInputValidation: true);
        }
        else
        {
            writer.WriteNumberValue(value);
        }
    }

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out double value)
    {
        var text = NumberText(ref reader, path);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            ? true
            : throw path.Wrong($"Expecting a number, not '{text}',");
    }
}

internal sealed class FloatCodec : ValueCodec<float>
{
    private static readonly DoubleCodec Wide = new();

    public override void Write(Utf8JsonWriter writer, float value) => Wide.Write(writer, value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out float value)
    {
        Wide.TryRead(ref reader, path, out var wide);
        value = (float)wide;
        return true;
    }
}

internal sealed class Int64Codec : ValueCodec<long>
{
    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out long value)
    {
        value = Integer<long>(ref reader, path);
        return true;
    }
}

internal sealed class UInt64Codec : ValueCodec<ulong>
{
    public override void Write(Utf8JsonWriter writer, ulong value) => writer.WriteNumberValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out ulong value)
    {
        value = Integer<ulong>(ref reader, path);
        return true;
    }
}

internal sealed class Int32Codec : ValueCodec<int>
{
    public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out int value)
    {
        value = Integer<int>(ref reader, path);
        return true;
    }
}

internal sealed class UInt32Codec : ValueCodec<uint>
{
    public override void Write(Utf8JsonWriter writer, uint value) => writer.WriteNumberValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out uint value)
    {
        value = Integer<uint>(ref reader, path);
        return true;
    }
}

internal sealed class BoolCodec : ValueCodec<bool>
{
    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out bool value)
    {
        value = reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when reader.GetString() is "true" or "false" => reader.GetString() == "true",
            _ => throw path.Wrong($"Expecting a boolean, not a JSON {Kind(reader.TokenType)},"),
        };
        return true;
    }
}

internal sealed class StringCodec : ValueCodec<string>
{
    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out string value)
    {
        value = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw path.Wrong($"Not expecting a JSON {Kind(reader.TokenType)}");
        return true;
    }
}

internal sealed class BytesCodec : ValueCodec<ByteString>
{
    public override void Write(Utf8JsonWriter writer, ByteString value) => writer.WriteBase64StringValue(value.Span);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out ByteString value)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes))
        {
            throw path.Wrong("Expecting base64");
        }

        value = UnsafeByteOperations.UnsafeWrap(bytes);
        return true;
    }
}

internal sealed class EnumCodec<TEnum> : ValueCodec<TEnum>
    where TEnum : struct, Enum
{
    private readonly Dictionary<TEnum, JsonEncodedText> names = [];
    private readonly Dictionary<string, TEnum> values = new(StringComparer.Ordinal);

    public EnumCodec(EnumDescriptor descriptor)
    {
        foreach (var value in descriptor.Values)
        {
            var number = (TEnum)Enum.ToObject(typeof(TEnum), value.Number);
            names.TryAdd(number, JsonEncodedText.Encode(value.Name));
            values.Add(value.Name, number);
        }
    }

    public override void Write(Utf8JsonWriter writer, TEnum value)
    {
        if (names.TryGetValue(value, out var name))
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Numbers are refused, as Mesos does.</summary>
    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out TEnum value) =>
        reader.TokenType == JsonTokenType.String
            ? values.TryGetValue(reader.GetString()!, out value)
            : throw path.Wrong($"Not expecting a JSON {Kind(reader.TokenType)}");
}

internal sealed class SubmessageCodec<TMessage>(MessageDescriptor descriptor) : ValueCodec<TMessage>
    where TMessage : class, IMessage, new()
{
    private readonly Lazy<MessageCodec> codec = new(() => MessageCodec.Of(descriptor));

    public override void Write(Utf8JsonWriter writer, TMessage value) => codec.Value.Write(writer, value);

    public override bool TryRead(ref Utf8JsonReader reader, FieldPath path, out TMessage value)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw path.Wrong($"Not expecting a JSON {Kind(reader.TokenType)}");
        }

        value = new TMessage();
        codec.Value.Read(ref reader, value, path);
        return true;
    }
}
