using System.Text.Json;
using Google.Protobuf;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// The large answers of the operator API as JSON. As in Mesos their arrays are there even when they are empty, unlike those of
/// every other message.
/// </summary>
internal static class StateJson
{
    private static readonly Dictionary<ResponseType, (string Name, Action<Utf8JsonWriter, MasterView> Write)> Writers = new()
    {
        [ResponseType.GetState] = ("get_state", WriteState),
        [ResponseType.GetTasks] = ("get_tasks", WriteTasks),
        [ResponseType.GetExecutors] = ("get_executors", WriteExecutors),
        [ResponseType.GetFrameworks] = ("get_frameworks", WriteFrameworks),
        [ResponseType.GetAgents] = ("get_agents", WriteAgents),
    };

    /// <summary>Writes the answer of a type, which must be one of these.</summary>
    public static void Write(Utf8JsonWriter json, ResponseType type, MasterView view)
    {
        var writer = Writers[type];
        json.WriteStartObject();
        json.WriteString("type", ProtoNames<ResponseType>.Of(type));
        json.WritePropertyName(writer.Name);
        writer.Write(json, view);
        json.WriteEndObject();
    }

    /// <summary>Writes everything.</summary>
    public static void WriteState(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        json.WritePropertyName("get_tasks");
        WriteTasks(json, view);
        json.WritePropertyName("get_executors");
        WriteExecutors(json, view);
        json.WritePropertyName("get_frameworks");
        WriteFrameworks(json, view);
        json.WritePropertyName("get_agents");
        WriteAgents(json, view);
        json.WriteEndObject();
    }

    private static void WriteTasks(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        TaskJson.Write(json, "tasks", view.Tasks);
        TaskJson.Write(json, "unreachable_tasks", StateMessages.UnreachableTasks(view));
        TaskJson.Write(json, "completed_tasks", StateMessages.CompletedTasks(view));
        json.WriteEndObject();
    }

    private static void WriteExecutors(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        WriteAll(json, "executors", view.Executors.Select(OperatorMessages.ToMessage));
        json.WriteEndObject();
    }

    private static void WriteFrameworks(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        WriteAll(json, "frameworks", view.Frameworks.Select(framework => OperatorMessages.ToMessage(framework, view)));
        WriteAll(json, "completed_frameworks", view.CompletedFrameworks.Select(OperatorMessages.ToMessage));
        json.WriteEndObject();
    }

    private static void WriteAgents(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        AgentJson.Write(json, "agents", view);
        WriteAll(json, "recovered_agents", view.Recovered.Select(static agent => agent.Info));
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<IMessage> messages)
    {
        json.WriteStartArray(name);
        foreach (var message in messages)
        {
            MesosJson.Write(json, message);
        }

        json.WriteEndArray();
    }
}
