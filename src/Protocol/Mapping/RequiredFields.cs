using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Protocol;

/// <summary>
/// Whether messages have everything that proto2 requires. Protobuf's own check looks at every field there is; this one knows, for each type
/// of message, the few in which something can be missing.
/// </summary>
public static class RequiredFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> Doubtful = new();

    /// <summary>Whether a message has all its required fields, and so has every message in it.</summary>
    public static bool AreSet(IMessage message)
    {
        foreach (var field in Doubtful.GetOrAdd(message.Descriptor, Find))
        {
            if (!IsSet(field, message))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSet(FieldDescriptor field, IMessage message)
    {
        if (field.IsMap)
        {
            return AllSet(((IDictionary)field.Accessor.GetValue(message)).Values);
        }

        if (field.IsRepeated)
        {
            return AllSet((IList)field.Accessor.GetValue(message));
        }

        return field.Accessor.HasValue(message)
            ? field.FieldType != FieldType.Message || AreSet((IMessage)field.Accessor.GetValue(message))
            : !field.IsRequired;
    }

    private static bool AllSet(ICollection messages)
    {
        if (messages is IList list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (!AreSet((IMessage)list[i]!))
                {
                    return false;
                }
            }

            return true;
        }

        return messages.Cast<IMessage>().All(AreSet);
    }

    private static FieldDescriptor[] Find(MessageDescriptor message) =>
        [.. message.Fields.InDeclarationOrder().Where(static field => IsDoubtful(field, []))];

    private static bool IsDoubtful(FieldDescriptor field, HashSet<MessageDescriptor> seen)
    {
        var type = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return (field.IsRequired && !field.IsMap)
            || (type.FieldType == FieldType.Message
                && seen.Add(type.MessageType)
                && type.MessageType.Fields.InDeclarationOrder().Any(inner => IsDoubtful(inner, seen)));
    }
}
