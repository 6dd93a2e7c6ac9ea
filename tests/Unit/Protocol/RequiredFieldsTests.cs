using Google.Protobuf;
using Kernel.Protocol;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using Task = Mesos.V1.Task;

namespace Kernel.Tests.Unit.Protocol;

public sealed class RequiredFieldsTests
{
    public static TheoryData<string, IMessage> Messages => new()
    {
        { "empty and required", new RegisterSlaveMessage() },
        { "nothing required", new UpdateSlaveMessage { SlaveId = new() { Value = "a" } } },
        { "required in a required message", new UpdateSlaveMessage { SlaveId = new() } },
        { "required in a repeated message", new Labels { Labels_ = { new Label { Key = "k" }, new Label() } } },
        { "deep in repeated messages", Agent(new Resource { Name = "cpus" }) },
        { "complete", Agent(new Resource { Name = "cpus", Type = Value.Types.Type.Scalar, Scalar = new() { Value = 1 } }) },
        { "in a map's value", new TaskInfo { Name = "t", TaskId = new() { Value = "t" }, AgentId = new() { Value = "a" }, Limits = { ["cpus"] = new() } } },
        { "in a message of its own type", new Task { Name = "t" } },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_complete_for_protobuf_is_complete_here(string what, IMessage message)
    {
        Assert.NotEmpty(what);
        Assert.Equal(message.IsInitialized(), RequiredFields.AreSet(message));
    }

    private static ReregisterSlaveMessage Agent(Resource resource) =>
        new() { Slave = new() { Hostname = "a", Resources = { resource } } };
}
