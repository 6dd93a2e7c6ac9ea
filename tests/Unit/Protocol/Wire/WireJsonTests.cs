using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using Mesos.V1;

namespace Kernel.Tests.Unit.Protocol.Wire;

public sealed class WireJsonTests
{
    public static TheoryData<string> Types =>
    [
        .. MesosReflection.Descriptor.MessageTypes
            .Concat(Mesos.Internal.MessagesReflection.Descriptor.MessageTypes)
            .Concat(Mesos.V1.Master.MasterReflection.Descriptor.MessageTypes)
            .Concat(Mesos.V1.Quota.QuotaReflection.Descriptor.MessageTypes)
            .Select(static type => type.FullName),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Bytes_are_written_as_their_message_is(string name)
    {
        var type = Find(name);
        for (var seed = 0; seed < 30; seed++)
        {
            var message = new AnyMessage(seed).Of(type);
            Assert.Equal(Sorted(MesosJson.Write(message)), Sorted(Written(type, message.ToByteArray())));
        }
    }

    [Fact]
    public void What_nobody_knows_is_passed_over()
    {
        // A group, a text and a number under numbers that a label does not have.
        byte[] unknown = [0x9B, 0x06, 0x08, 0x01, 0x9C, 0x06, 0xA2, 0x06, 0x01, 0x78, 0xA8, 0x06, 0x05];
        byte[] label = [.. unknown, .. new Label { Key = "k", Value = "v" }.ToByteArray(), .. unknown];

        Assert.Equal("""{"key":"k","value":"v"}""", Encoding.UTF8.GetString(Written(Label.Descriptor, label)));
    }

    private static MessageDescriptor Find(string name) => new[]
        {
            MesosReflection.Descriptor, Mesos.Internal.MessagesReflection.Descriptor, Mesos.V1.Master.MasterReflection.Descriptor,
            Mesos.V1.Quota.QuotaReflection.Descriptor,
        }
        .SelectMany(static file => file.MessageTypes)
        .First(type => type.FullName == name);

    private static byte[] Written(MessageDescriptor type, byte[] bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        WireJson.Write(output, type, bytes);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The JSON with the fields of each object in order: the same texts and numbers to the letter.</summary>
    private static string Sorted(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return Sorted(document.RootElement);
    }

    private static string Sorted(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().Select(static one => $"\"{one.Name}\":{Sorted(one.Value)}").Order(StringComparer.Ordinal))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Sorted))}]",
        _ => json.GetRawText(),
    };
}
