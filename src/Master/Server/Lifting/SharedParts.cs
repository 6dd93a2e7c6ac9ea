using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Kernel.Protocol;
using Mesos.V1;
using Attribute = Mesos.V1.Attribute;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Lifting;

/// <summary>What thousands of tasks and agents say alike: each is kept in memory once.</summary>
internal static class SharedParts
{
    private static readonly BytesMemo<Resource> Resources = new(1024, static bytes => Resource.Parser.ParseFrom(bytes));

    private static readonly BytesMemo<Attribute> Attributes = new(1024, static bytes => Attribute.Parser.ParseFrom(bytes));

    private static readonly BytesMemo<string> Texts = new(64, Encoding.UTF8.GetString);

    private static readonly BytesMemo<ImmutableHashSet<CapabilityType>> CapabilitySets =
        new(64, static types => [.. types.Select(static type => (CapabilityType)type)]);

    private static readonly BytesMemo<Model.Resources> Bags = new(
        1024, static task => ResourceMapping.FromMessages(Task.Parser.ParseFrom(task).Resources));

    /// <summary>The bag that the resources of a serialized <c>Task</c> mean, which has nothing else.</summary>
    /// <exception cref="InvalidResourceException">A resource is not well formed.</exception>
    public static Model.Resources Bag(ReadOnlySpan<byte> task) => Bags.Of(task);

    /// <summary>The bag that messages mean.</summary>
    /// <exception cref="InvalidResourceException">A resource is not well formed.</exception>
    public static Model.Resources Bag(RepeatedField<Resource> messages)
    {
        var task = new Task();
        task.Resources.AddRange(messages);
        return Bag(task.ToByteArray());
    }

    /// <summary>Resources. Frozen.</summary>
    public static IEnumerable<Resource> Of(RepeatedField<Resource> messages) =>
        messages.Select(static message => Resources.Of(message.ToByteArray()));

    /// <summary>Attributes. Frozen.</summary>
    public static IEnumerable<Attribute> Of(RepeatedField<Attribute> messages) =>
        messages.Select(static message => Attributes.Of(message.ToByteArray()));

    /// <summary>Capabilities.</summary>
    public static ImmutableHashSet<CapabilityType> Of(RepeatedField<AgentInfo.Types.Capability> messages) =>
        messages.Any(static message => (uint)message.Type > byte.MaxValue)
            ? [.. messages.Select(static message => message.Type)]
            : CapabilitySets.Of([.. messages.Select(static message => (byte)message.Type)]);

    /// <summary>A text that many say, such as a version.</summary>
    public static string Of(string text) => Texts.Of(Encoding.UTF8.GetBytes(text));
}
