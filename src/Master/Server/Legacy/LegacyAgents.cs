using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Server.Legacy;

/// <summary>Agents in the legacy JSON.</summary>
internal static class LegacyAgents
{
    /// <summary>Writes all registered agents, and those that have not come back, of <c>/state</c>.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartArray("slaves");
        foreach (var agent in view.Agents)
        {
            json.WriteStartObject();
            WriteFields(json, view, agent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteRecovered(json, view.Recovered);
    }

    /// <summary>Writes <c>/slaves</c>, of all agents or of one.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view, string? agentId)
    {
        json.WriteStartObject();
        json.WriteStartArray("slaves");
        foreach (var agent in view.Agents.Where(agent => agentId is null || agent.Id.Value == agentId))
        {
            json.WriteStartObject();
            WriteFields(json, view, agent);
            LegacyValues.WriteFullByRole(json, "reserved_resources_full", view.Viewer.Roles.Seen(agent.Total));
            LegacyValues.WriteFull(json, "unreserved_resources_full", agent.Total.Unreserved);
            LegacyValues.WriteFull(json, "used_resources_full", view.Viewer.Roles.Seen(view.Index.Used(agent.Id)));
            LegacyValues.WriteFull(json, "offered_resources_full", view.Viewer.Roles.Seen(view.Index.Offered(agent.Id)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteRecovered(json, view.Recovered.Where(agent => agentId is null || agent.Id.Value == agentId));
        json.WriteEndObject();
    }

    /// <summary>Writes the fields of an agent that all endpoints show.</summary>
    public static void WriteFields(Utf8JsonWriter json, MasterView view, Agent agent)
    {
        WriteDescription(json, agent.Id.Value, agent.Info);
        json.WriteString("pid", agent.Pid);
        LegacyValues.Write(json, "registered_time", agent.Registered.Seconds);
        if (agent.Reregistered is { } reregistered)
        {
            LegacyValues.Write(json, "reregistered_time", reregistered.Seconds);
        }

        LegacyValues.Write(json, "resources", agent.Total);
        LegacyValues.Write(json, "used_resources", view.Index.Used(agent.Id));
        LegacyValues.Write(json, "offered_resources", view.Index.Offered(agent.Id));
        LegacyValues.WriteByRole(json, "reserved_resources", view.Viewer.Roles.Seen(agent.Total));
        LegacyValues.Write(json, "unreserved_resources", agent.Total.Unreserved);
        json.WriteBoolean("active", agent.IsActive);
        json.WriteBoolean("deactivated", agent.IsDeactivated);
        json.WriteString("version", agent.Version);
        LegacyValues.Write(json, "capabilities", agent.Capabilities.Order().Select(ProtoNames<CapabilityType>.Of));
        WriteDrain(json, agent);
    }

    private static void WriteDescription(Utf8JsonWriter json, string id, Mesos.V1.AgentInfo info)
    {
        json.WriteString("id", id);
        json.WriteString("hostname", info.Hostname);
        json.WriteNumber("port", info.Port);
        LegacyValues.Write(json, info.Attributes);
        LegacyValues.WriteIfAny(json, "domain", info.Domain);
    }

    private static void WriteDrain(Utf8JsonWriter json, Agent agent)
    {
        LegacyValues.WriteIfAny(json, "drain_info", agent.Drain);
        if (agent.DrainStarted is { } started)
        {
            LegacyValues.Write(json, "estimated_drain_start_time_seconds", started.Seconds);
        }
    }

    private static void WriteRecovered(Utf8JsonWriter json, IEnumerable<RecoveredAgent> agents)
    {
        json.WriteStartArray("recovered_slaves");
        foreach (var agent in agents)
        {
            json.WriteStartObject();
            WriteDescription(json, agent.Id.Value, agent.Info);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
