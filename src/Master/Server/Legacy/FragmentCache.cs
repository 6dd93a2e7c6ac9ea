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
    private readonly ConditionalWeakTable<TEntity, byte[]> fragments = [];

    /// <summary>Writes an entity.</summary>
    public void Write(Utf8JsonWriter json, TEntity entity) =>
        json.WriteRawValue(fragments.GetValue(entity, Make), skipInputValidation: true);

    private byte[] Make(TEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, MesosJson.WriterOptions))
        {
            write(json, entity);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
