using Google.Protobuf;
using Kernel.Protocol.Wire;
using Mesos.V1;

namespace Kernel.Tests.Unit.Protocol.Wire;

public sealed class PlainBytesTests
{
    private static readonly byte[] Key = new Label { Key = "k" }.ToByteArray();
    private static readonly byte[] Value = [0x12, 0x01, 0x76];

    [Fact]
    public void What_a_serializer_writes_is_plain()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var message = new AnyMessage(seed).Of(Mesos.V1.Task.Descriptor);
            Assert.True(PlainBytes.IsPlain(Mesos.V1.Task.Descriptor, message.ToByteArray()), message.ToString());
        }
    }

    [Fact]
    public void Plain_bytes_stay_what_they_are()
    {
        byte[] label = [.. Key, .. Value];
        Assert.True(PlainBytes.Of(Label.Parser, Label.Descriptor, label).Equals(label));
    }

    [Fact]
    public void Fields_in_another_order_are_put_in_order() => Assert.Equal([.. Key, .. Value], Of([.. Value, .. Key]));

    [Fact]
    public void Of_a_field_that_is_told_twice_the_last_counts() => Assert.Equal([.. Key, .. Value], Of([0x0A, 0x01, 0x78, .. Key, .. Value]));

    [Fact]
    public void A_text_that_is_not_UTF_8_becomes_one_that_is() => Assert.Equal([0x0A, 0x03, 0xEF, 0xBF, 0xBD], Of([0x0A, 0x01, 0xFF]));

    [Fact]
    public void What_is_required_and_missing_is_refused() => Assert.Throws<FormatException>(() => Of(Value));

    [Theory]
    [InlineData("0A")]
    [InlineData("0A05")]
    [InlineData("0A0141FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("0A01419B06")]
    [InlineData("0A014100")]
    [InlineData("0A01419D06")]
    public void What_is_cut_off_or_no_message_is_refused(string hex) =>
        Assert.Throws<InvalidProtocolBufferException>(() => Of(Convert.FromHexString(hex)));

    [Fact]
    public void Messages_within_messages_without_end_are_refused()
    {
        var id = new ContainerID { Value = "c" };
        for (var depth = 0; depth < 200; depth++)
        {
            id = new() { Value = "c", Parent = id };
        }

        Assert.Throws<InvalidProtocolBufferException>(() => PlainBytes.Of(ContainerID.Parser, ContainerID.Descriptor, id.ToByteArray()));
    }

    private static byte[] Of(byte[] bytes) => PlainBytes.Of(Label.Parser, Label.Descriptor, bytes).ToArray();
}
