using Google.Protobuf;
using Kernel.Master.Server.Link;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class LinkInputsTests
{
    public static TheoryData<string> Names =>
    [
        nameof(RegisterSlaveMessage), nameof(ReregisterSlaveMessage), nameof(UpdateSlaveMessage), nameof(UnregisterSlaveMessage),
        nameof(StatusUpdateMessage), nameof(UpdateOperationStatusMessage), nameof(ExitedExecutorMessage),
        nameof(ExecutorToFrameworkMessage),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_without_what_it_must_have_never_reaches_the_loop(string name)
    {
        Assert.Throws<FormatException>(() => LinkInputs.Read(Message(name, [])));
        Assert.Throws<InvalidProtocolBufferException>(() => LinkInputs.Read(Message(name, [0xff])));
    }

    [Fact]
    public void An_agent_that_comes_back_must_say_who_it_is()
    {
        var message = new ReregisterSlaveMessage { Slave = new() { Hostname = "a" } };

        Assert.Throws<FormatException>(() => LinkInputs.Read(Message(nameof(ReregisterSlaveMessage), message.ToByteArray())));
    }

    [Fact]
    public void Messages_that_are_not_for_masters_tell_nothing() =>
        Assert.Null(LinkInputs.Read(Message(nameof(PingSlaveMessage), [])));

    private static LinkMessage Message(string name, byte[] body) =>
        new(new("slave(1)", "10.0.0.1", 5051), "master", $"mesos.internal.{name}", body);
}
