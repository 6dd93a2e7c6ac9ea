using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Core.Frameworks;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Runtime;
using CapabilityType = Mesos.V1.MasterInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Server.Legacy;

/// <summary>What dashboards, the web UI and the command lines of Mesos read most: <c>/state</c> (src/master/readonly_handler.cpp).</summary>
internal static class LegacyState
{
    /// <summary>Writes <c>/state</c>.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view, IReadOnlyList<KeyValuePair<string, string>> flags)
    {
        json.WriteStartObject();
        WriteBuild(json);
        LegacyValues.Write(json, "start_time", view.Identity.Started.Seconds);
        LegacyValues.Write(json, "elected_time", view.Elected.Seconds);
        WriteMaster(json, view);
        LegacyValues.Write(json, "activated_slaves", view.Agents.Count(static agent => agent.IsActive));
        LegacyValues.Write(json, "deactivated_slaves", view.Agents.Count(static agent => !agent.IsActive));
        LegacyValues.Write(json, "unreachable_slaves", view.Unreachable);
        WriteLeader(json, view.Identity);
        if (view.Viewer.May(AclAction.ViewFlags))
        {
            WriteFlags(json, flags);
        }

        LegacyAgents.Write(json, view);
        LegacyFrameworks.Write(json, view, null);
        WriteEmpty(json, "orphan_tasks");
        WriteEmpty(json, "unregistered_frameworks");
        json.WriteEndObject();
    }

    /// <summary>Writes an array without elements, which readers expect to be there.</summary>
    public static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    private static void WriteBuild(Utf8JsonWriter json)
    {
        json.WriteString("version", BuildInfo.Version);
        json.WriteString("build_date", BuildInfo.BuiltText);
        LegacyValues.Write(json, "build_time", BuildInfo.BuiltSeconds);
        json.WriteString("build_user", BuildInfo.User);
    }

    private static void WriteMaster(Utf8JsonWriter json, MasterView view)
    {
        json.WriteString("id", view.Identity.Id);
        json.WriteString("pid", view.Identity.Pid);
        json.WriteString("hostname", view.Identity.Hostname);
        LegacyValues.WriteIfAny(json, "domain", view.Identity.Domain);
        LegacyValues.Write(
            json, "capabilities", MasterInfos.Of(view.Identity).Capabilities.Select(static one => ProtoNames<CapabilityType>.Of(one.Type)));
    }

    private static void WriteLeader(Utf8JsonWriter json, MasterIdentity leader)
    {
        json.WriteString("leader", leader.Pid);
        json.WriteStartObject("leader_info");
        json.WriteString("id", leader.Id);
        json.WriteString("pid", leader.Pid);
        json.WriteNumber("port", leader.Port);
        json.WriteString("hostname", leader.Hostname);
        LegacyValues.WriteIfAny(json, "domain", leader.Domain);
        json.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> flags)
    {
        foreach (var name in (string[])["cluster", "log_dir", "external_log_file"])
        {
            LegacyValues.WriteIfAny(json, name, flags.FirstOrDefault(flag => flag.Key == name).Value);
        }

        json.WriteStartObject("flags");
        foreach (var (name, value) in flags)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
