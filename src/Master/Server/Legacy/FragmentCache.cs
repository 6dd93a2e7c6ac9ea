using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kernel.Protocol;

namespace Kernel.Master.Server.Legacy;

/// <summary>
/// Remembers the JSON of entities. An entity is replaced when it changes, so its JSON is good for as long as there is the entity, and
/// goes with it.
/// </summary>
internal sealed class FragmentCache<TEntity>(Action<Utf8JsonWriter, TEntity> write)
    where TEntity : class
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    private readonly ConditionalWeakTable<TEntity, byte[]> fragments = [];

    /// <summary>Writes an entity.</summary>
    public void Write(Utf8JsonWriter json, TEntity entity) =>
        json.WriteRawValue(fragments.GetValue(entity, Make), skipInputValidation: true);

    private byte[] Make(TEntity entity)
    {
        var output = buffer ??= new();
        var json = writer ??= new(output, MesosJson.WriterOptions);
        output.ResetWrittenCount();
        json.Reset(output);
        write(json, entity);
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
