using Google.Protobuf;
using Kernel.Master.Server.Reads;
using Kernel.Protocol.Wire;
using AgentMessage = Mesos.V1.Master.Response.Types.GetAgents.Types.Agent;

namespace Kernel.Master.Server.Operators;

/// <summary>Agents as messages of the v1 API.</summary>
internal static class AgentBytes
{
    private static readonly ResourcesMemo Total = Memo(static message => message.TotalResources);
    private static readonly ResourcesMemo Allocated = Memo(static message => message.AllocatedResources);
    private static readonly ResourcesMemo Offered = Memo(static message => message.OfferedResources);

    /// <summary>Writes the registered agents as the elements of a field.</summary>
    public static void WriteAll(ref ByteSink sink, int field, MasterView view)
    {
        foreach (var agent in view.Agents)
        {
            var message = OperatorMessages.WithoutResources(agent);
            var size = message.CalculateSize();
            var total = Total.Of(view.Viewer.Roles.Seen(agent.Total));
            var allocated = Allocated.Of(view.Viewer.Roles.Seen(view.Index.Used(agent.Id)));
            var offered = Offered.Of(view.Viewer.Roles.Seen(view.Index.Offered(agent.Id)));
            sink.Head(field, size + total.Length + allocated.Length + offered.Length);
            sink.Message(message, size);
            sink.Raw(total);
            sink.Raw(allocated);
            sink.Raw(offered);
        }
    }

    private static ResourcesMemo Memo(Func<AgentMessage, ICollection<Mesos.V1.Resource>> field) => new(resources =>
    {
        var message = new AgentMessage();
        foreach (var resource in OperatorMessages.ToMessages(resources))
        {
            field(message).Add(resource);
        }

        return message.ToByteArray();
    });
}
