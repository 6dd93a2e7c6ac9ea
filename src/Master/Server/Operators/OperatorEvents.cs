using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1.Master;

namespace Kernel.Master.Server.Operators;

/// <summary>What happens in the master, as events of the operator API (mesos.md 8.3).</summary>
internal static class OperatorEvents
{
    /// <summary>The bytes of the first event, which tells the state.</summary>
    public static byte[] Subscribed(MasterView view, MessageFormat format, TimeSpan heartbeats)
    {
        using var body = new BodyBuffer();
        if (format == MessageFormat.Protobuf)
        {
            StateBytes.WriteSubscribed(body, view, heartbeats);
        }
        else
        {
            using var json = new Utf8JsonWriter(body, MesosJson.WriterOptions);
            WriteSubscribed(json, view, heartbeats);
        }

        return body.ToArray();
    }

    /// <summary>The message of an event.</summary>
    public static Event ToMessage(MasterEvent what) => what switch
    {
        MasterEvent.TaskAdded added => new()
        {
            Type = Event.Types.Type.TaskAdded, TaskAdded = new() { Task = OperatorMessages.ToMessage(added.Task) },
        },
        MasterEvent.TaskUpdated updated => Updated(updated),
        MasterEvent.AgentAdded added => new()
        {
            Type = Event.Types.Type.AgentAdded, AgentAdded = new() { Agent = OperatorMessages.ToMessage(added.Agent) },
        },
        MasterEvent.AgentRemoved removed => new()
        {
            Type = Event.Types.Type.AgentRemoved, AgentRemoved = new() { AgentId = new() { Value = removed.Agent.Value } },
        },
        MasterEvent.FrameworkAdded added => new()
        {
            Type = Event.Types.Type.FrameworkAdded,
            FrameworkAdded = new() { Framework = OperatorMessages.ToMessage(added.Framework, null) },
        },
        MasterEvent.FrameworkUpdated updated => new()
        {
            Type = Event.Types.Type.FrameworkUpdated,
            FrameworkUpdated = new() { Framework = OperatorMessages.ToMessage(updated.Framework, null) },
        },
        MasterEvent.FrameworkRemoved removed => new()
        {
            Type = Event.Types.Type.FrameworkRemoved, FrameworkRemoved = new() { FrameworkInfo = removed.Framework.Info },
        },
        _ => throw Invariant.Unreachable($"no message for {what.GetType().Name}"),
    };

    private static Event Updated(MasterEvent.TaskUpdated updated) => new()
    {
        Type = Event.Types.Type.TaskUpdated,
        TaskUpdated = new()
        {
            FrameworkId = new() { Value = updated.Task.Framework.Value }, Status = updated.Status, State = updated.Task.State,
        },
    };

    private static void WriteSubscribed(Utf8JsonWriter json, MasterView view, TimeSpan heartbeats)
    {
        json.WriteStartObject();
        json.WriteString("type", "SUBSCRIBED");
        json.WriteStartObject("subscribed");
        json.WritePropertyName("get_state");
        StateJson.WriteState(json, view);
        LegacyValues.Write(json, "heartbeat_interval_seconds", heartbeats.TotalSeconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
