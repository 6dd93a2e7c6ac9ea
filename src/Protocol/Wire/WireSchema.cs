using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol.Wire;

/// <summary>What is known of the fields of a type of message, in a form that is quick to look up by number.</summary>
internal sealed class WireSchema
{
    private static readonly ConcurrentDictionary<MessageDescriptor, WireSchema> Schemas = new();

    private readonly WireSlot?[] slots;

    private WireSchema(MessageDescriptor message)
    {
        var fields = message.Fields.InFieldNumberOrder();
        slots = new WireSlot?[fields.Count == 0 ? 0 : fields[^1].FieldNumber + 1];
        var bits = 0;
        foreach (var field in fields)
        {
            // Of most fields nobody asks at the end whether they were there: those need no bit.
            var isRequired = field.IsRequired || IsMessageInMap(field);
            var slot = new WireSlot(field, isRequired || WireSlot.IsShownUnset(field) ? 1UL << bits++ : 0);
            slots[field.FieldNumber] = slot;
            Required |= isRequired ? slot.Bit : 0;
        }

        Model.Invariant.Holds(bits <= 64, $"{message.FullName} has at most 64 fields that are required or have a default");
        Shown = [.. slots.OfType<WireSlot>().Where(static slot => slot.Default is not null)];
    }

    /// <summary>The bits of the fields without which a message is not whole.</summary>
    public ulong Required { get; }

    /// <summary>The fields that JSON shows even if they are not there.</summary>
    public WireSlot[] Shown { get; }

    /// <summary>A field; null if the type has none of this number.</summary>
    public WireSlot? this[int number] => number < slots.Length ? slots[number] : null;

    /// <summary>The schema of a type of message.</summary>
    public static WireSchema Of(MessageDescriptor message) => Schemas.GetOrAdd(message, static one => new(one));

    /// <summary>Whether it is the value of a map: if left out there is a message all the same, of which something may be required.</summary>
    private static bool IsMessageInMap(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.ContainingType.ToProto().Options is { MapEntry: true };
}
