using System.Buffers;
using System.Text.Json;
using Kernel.Protocol;
using Kernel.Protocol.Wire;

namespace Kernel.Master.Server.Http;

/// <summary>Puts into a JSON text what is written past its writer, which is quicker.</summary>
internal static class RawJson
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>Writes an entity.</summary>
    public delegate void Writer<in TEntity>(ref ByteSink sink, TEntity entity);

    /// <summary>Writes an array of entities.</summary>
    public static void WriteArray<TEntity>(Utf8JsonWriter json, string name, IEnumerable<TEntity> entities, Writer<TEntity> write)
    {
        json.WriteStartArray(name);
        foreach (var entity in entities)
        {
            Write(json, entity, write);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an entity as one value.</summary>
    public static void Write<TEntity>(Utf8JsonWriter json, TEntity entity, Writer<TEntity> write)
    {
        var output = buffer ??= new();
        output.ResetWrittenCount();
        var sink = new ByteSink(output);
        write(ref sink, entity);
        sink.Flush();
        json.WriteRawValue(output.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>The bytes of a value.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, MesosJson.WriterOptions))
        {
            write(json);
        }

        return output.WrittenSpan.ToArray();
    }
}
