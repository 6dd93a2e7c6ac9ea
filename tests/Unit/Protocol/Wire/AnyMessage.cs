using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kernel.Tests.Unit.Protocol.Wire;

/// <summary>Makes up messages of any type: all that is required, and half of what is not.</summary>
/// <param name="seed">What decides.</param>
/// <param name="isKnown">Whether every value of an enum is one that has a name.</param>
internal sealed class AnyMessage(int seed, bool isKnown = false)
{
    private const int DepthMax = 6;

    private static readonly string[] Texts =
        ["", "a", "service-1.run", "with \"quotes\" and \\", "line\nbreak\t\u0001", "ünïcödé ☃", "emoji \ud83d\ude00", "</script>&'", "\u2028\u00a0\ufeff"];

    private static readonly double[] Doubles = [0, -0.0, 1, 0.1, -2.5, 1e15, 1e16, 123456789012345.0, 1e-7, 1e300, double.NaN, double.NegativeInfinity];

    private readonly Random random = new(seed);

    public IMessage Of(MessageDescriptor type, int depth = 0)
    {
        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.IsRequired || (depth < DepthMax && random.Next(2) == 0)))
        {
            Set(message, field, depth);
        }

        return message;
    }

    private void Set(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap)
        {
            var map = (IDictionary)field.Accessor.GetValue(message);
            map[$"key {random.Next(10)}"] = Value(field.MessageType.FindFieldByNumber(2), depth);
        }
        else if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(message);
            for (var count = random.Next(4); count > 0; count--)
            {
                list.Add(Value(field, depth));
            }
        }
        else
        {
            field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType, depth + 1),
        FieldType.String => Texts[random.Next(Texts.Length)],
        FieldType.Bytes => ByteString.CopyFrom([.. Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(256))]),
        FieldType.Enum => Enum.ToObject(
            field.EnumType.ClrType, !isKnown && random.Next(8) == 0 ? 12345 : field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => Doubles[random.Next(Doubles.Length)],
        FieldType.Float => (float)Doubles[random.Next(Doubles.Length)],
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => random.Next(int.MinValue, int.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)random.Next(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => random.NextInt64(long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        _ => throw new NotSupportedException($"{field.FieldType}"),
    };
}
