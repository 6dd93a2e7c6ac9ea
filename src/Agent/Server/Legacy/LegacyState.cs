using System.Globalization;
using System.Text.Json;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Views;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Legacy;

/// <summary>
/// The legacy JSON of an agent: what dashboards, the web UI and the command lines of Mesos read (src/slave/http.cpp).
/// </summary>
public static class LegacyState
{
    /// <summary>Writes <c>/state</c>.</summary>
    public static void Write(Utf8JsonWriter json, AgentView view, AgentFacts facts)
    {
        json.WriteStartObject();
        WriteVersion(json, facts);
        json.WriteNumber("start_time", facts.StartedAt);
        json.WriteString("id", view.Info.Id?.Value ?? "");
        json.WriteString("pid", facts.Pid);
        json.WriteString("hostname", view.Info.Hostname);
        json.WriteStartArray("capabilities");
        foreach (var capability in Registering.CapabilityMessages)
        {
            json.WriteStringValue(CapabilityName(capability.Type));
        }

        json.WriteEndArray();
        LegacyValues.Write(json, "domain", view.Info.Domain);
        WriteDraining(json, view);
        WriteResources(json, view);
        LegacyValues.Write(json, "attributes", view.Info.Attributes);
        WriteMaster(json, view, facts);
        if (view.Viewer.SeesFlags)
        {
            WriteFlags(json, facts);
        }

        WriteFrameworks(json, view);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>/flags</c>.</summary>
    public static void WriteFlags(Utf8JsonWriter json, AgentFacts facts)
    {
        json.WriteStartObject("flags");
        foreach (var (name, value) in facts.Flags)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the fields of <c>/version</c>.</summary>
    public static void WriteVersion(Utf8JsonWriter json, AgentFacts facts)
    {
        json.WriteString("version", AgentFacts.Version);
        json.WriteString(
            "build_date", facts.BuiltAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        json.WriteNumber("build_time", facts.BuiltAt.ToUnixTimeSeconds());
        json.WriteString("build_user", "kernel");
    }

    private static void WriteDraining(Utf8JsonWriter json, AgentView view)
    {
        if (view.Draining is { } draining)
        {
            LegacyValues.Write(json, "drain_config", draining.Config);
            json.WriteNumber("estimated_drain_start_time_seconds", draining.Since.Seconds);
        }
    }

    private static void WriteResources(Utf8JsonWriter json, AgentView view)
    {
        var used = LegacyTasks.Bag(view.Executors.SelectMany(static executor => executor.Resources)).Unallocated;
        LegacyValues.Write(json, "resources", view.Total);
        LegacyValues.WriteByRole(json, "reserved_resources", view.Viewer.Roles.Seen(view.Total));
        LegacyValues.Write(json, "unreserved_resources", view.Total.Unreserved);
        LegacyValues.WriteFullByRole(json, "reserved_resources_full", view.Viewer.Roles.Seen(view.Total));
        LegacyValues.WriteFull(json, "unreserved_resources_full", view.Total.Unreserved);
        LegacyValues.WriteByRole(json, "reserved_resources_allocated", view.Viewer.Roles.Seen(used));
        LegacyValues.Write(json, "unreserved_resources_allocated", used.Unreserved);
        json.WriteStartArray("resource_providers");
        json.WriteEndArray();
    }

    private static void WriteMaster(Utf8JsonWriter json, AgentView view, AgentFacts facts)
    {
        if (view.Master is { } master)
        {
            json.WriteString(
                "master_hostname", master[(master.IndexOf('@', StringComparison.Ordinal) + 1)..].Split(':')[0]);
        }

        if (facts.Options.ExternalLogFile is { } log)
        {
            json.WriteString("external_log_file", log);
        }
    }

    private static void WriteFrameworks(Utf8JsonWriter json, AgentView view)
    {
        json.WriteStartArray("frameworks");
        foreach (var framework in view.Frameworks)
        {
            LegacyTasks.Write(json, view, framework);
        }

        json.WriteEndArray();
        json.WriteStartArray("completed_frameworks");
        foreach (var framework in view.CompletedFrameworks)
        {
            LegacyTasks.Write(json, view, new FrameworkView(framework, []));
        }

        json.WriteEndArray();
    }

    private static string CapabilityName(V1.AgentInfo.Types.Capability.Types.Type type) =>
        V1.AgentInfo.Types.Capability.Descriptor.EnumTypes[0].FindValueByNumber((int)type).Name;
}
