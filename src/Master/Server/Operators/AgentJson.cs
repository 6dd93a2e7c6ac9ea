using System.Text.Json;
using Google.Protobuf;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using AgentMessage = Mesos.V1.Master.Response.Types.GetAgents.Types.Agent;

namespace Kernel.Master.Server.Operators;

/// <summary>Agents in the JSON of the v1 API.</summary>
internal static class AgentJson
{
    private static readonly ResourcesMemo Arrays = new(static resources => RawJson.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var message in OperatorMessages.ToMessages(resources))
        {
            MesosJson.Write(json, message);
        }

        json.WriteEndArray();
    }));

    /// <summary>Writes the registered agents as an array.</summary>
    public static void Write(Utf8JsonWriter json, string name, MasterView view) =>
        RawJson.WriteArray(json, name, view.Agents, (ref ByteSink sink, Core.Agent agent) =>
        {
            sink.Raw((byte)'{');
            var isFirst = true;
            WireJson.WriteFields(ref sink, AgentMessage.Descriptor, OperatorMessages.WithoutResources(agent).ToByteArray(), ref isFirst);
            WriteResources(ref sink, ",\"total_resources\":"u8, view.Viewer.Roles.Seen(agent.Total));
            WriteResources(ref sink, ",\"allocated_resources\":"u8, view.Viewer.Roles.Seen(view.Index.Used(agent.Id)));
            WriteResources(ref sink, ",\"offered_resources\":"u8, view.Viewer.Roles.Seen(view.Index.Offered(agent.Id)));
            sink.Raw((byte)'}');
        });

    private static void WriteResources(ref ByteSink sink, ReadOnlySpan<byte> name, Resources resources)
    {
        if (!resources.IsEmpty)
        {
            sink.Raw(name);
            sink.Raw(Arrays.Of(resources));
        }
    }
}
