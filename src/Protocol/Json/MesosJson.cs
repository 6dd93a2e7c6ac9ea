using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace Kernel.Protocol;

/// <summary>
/// The JSON dialect of Mesos's v1 APIs (mesos.md 1.8): field names as in the .proto files, enums by name, bytes in base64,
/// 64-bit integers as numbers, defaults that the .proto files state written out.
/// </summary>
/// <remarks>Driven by descriptors; what a message type needs is compiled once, so there is no reflection per message.</remarks>
public static class MesosJson
{
    /// <summary>How JSON is escaped; for those who write messages into texts of their own.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    private static readonly DoubleCodec Doubles = new();

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 64 };

    /// <summary>Writes a message as UTF-8.</summary>
    public static byte[] Write(IMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, message);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a message as one value.</summary>
    public static void Write(Utf8JsonWriter writer, IMessage message) =>
        MessageCodec.Of(message.Descriptor).Write(writer, message);

    /// <summary>Writes a double as Mesos does: whole numbers with one decimal.</summary>
    public static void Write(Utf8JsonWriter writer, double value) => Doubles.Write(writer, value);

    /// <summary>Reads a message.</summary>
    /// <exception cref="MesosJsonException">The text is not JSON of such a message.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8)
        where T : IMessage<T>, new()
    {
        var message = new T();
        var reader = Begin(utf8);
        Demand(reader.TokenType == JsonTokenType.StartObject, "Expecting a JSON object");
        ReadAll(ref reader, message);
        return message;
    }

    /// <inheritdoc cref="Parse{T}(ReadOnlySpan{byte})"/>
    public static T Parse<T>(string json)
        where T : IMessage<T>, new() => Parse<T>(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads an array of messages.</summary>
    /// <exception cref="MesosJsonException">The text is not a JSON array of such messages.</exception>
    public static IReadOnlyList<T> ParseMany<T>(string json)
        where T : IMessage<T>, new() => ParseMany<T>(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="ParseMany{T}(string)"/>
    public static IReadOnlyList<T> ParseMany<T>(ReadOnlySpan<byte> utf8)
        where T : IMessage<T>, new()
    {
        var messages = new List<T>();
        var reader = Begin(utf8);
        Demand(reader.TokenType == JsonTokenType.StartArray, "Expecting a JSON array");
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Demand(reader.TokenType == JsonTokenType.StartObject, "Expecting an array of JSON objects");
                var message = new T();
                MessageCodec.Of(message.Descriptor).Read(ref reader, message, new FieldPath(null, $"[{messages.Count}]"));
                messages.Add(message);
            }
        }
        catch (Exception failure) when (IsSyntax(failure))
        {
            throw Syntax(failure);
        }

        return messages;
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> utf8)
    {
        // The text is read through once before anything is made of it: a syntax error anywhere is told as one.
        try
        {
            var check = new Utf8JsonReader(utf8, ReaderOptions);
            while (check.Read())
            {
            }

            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            reader.Read();
            return reader;
        }
        catch (JsonException failure)
        {
            throw Syntax(failure);
        }
    }

    private static void ReadAll(ref Utf8JsonReader reader, IMessage message)
    {
        try
        {
            MessageCodec.Of(message.Descriptor).Read(ref reader, message, null);
        }
        catch (Exception failure) when (IsSyntax(failure))
        {
            throw Syntax(failure);
        }
    }

    // Broken UTF-8 and broken escapes come to light only when a string is taken, as InvalidOperationException.
    private static bool IsSyntax(Exception failure) => failure is JsonException or InvalidOperationException or FormatException;

    private static MesosJsonException Syntax(Exception failure) => new($"syntax error: {failure.Message}", isSyntax: true);

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new MesosJsonException(otherwise, isSyntax: false);
        }
    }
}
