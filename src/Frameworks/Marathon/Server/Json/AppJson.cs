using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>Apps with what is known of their tasks (Marathon: AppInfoBaseData.scala).</summary>
internal static class AppJson
{
    /// <summary>Writes an app.</summary>
    internal static void Write(Utf8JsonWriter writer, AppDefinition app, MarathonView view, Embeds embeds, Moment now)
    {
        writer.WriteStartObject();
        SpecJson.WriteMembers(writer, app);
        var instances = view.InstancesOf(app.Id);
        if (embeds.HasFlag(Embeds.Counts))
        {
            WriteCounts(writer, TaskCounts.Of(instances, view.Health));
        }

        if (embeds.HasFlag(Embeds.Deployments))
        {
            WriteIds(writer, "deployments", view.DeploymentsOf(app.Id));
        }

        if (embeds.HasFlag(Embeds.Readiness))
        {
            writer.WriteStartArray("readinessCheckResults");
            DeploymentJson.WriteReadiness(writer, instances, view.Health);
            writer.WriteEndArray();
        }

        if (embeds.HasFlag(Embeds.Tasks))
        {
            writer.WriteStartArray("tasks");
            TaskJson.WriteAll(writer, instances, view, withServicePorts: true);
            writer.WriteEndArray();
        }

        if (embeds.HasFlag(Embeds.LastTaskFailure) && view.Failures.TryGetValue(app.Id, out var failure))
        {
            WriteFailure(writer, failure);
        }

        if (embeds.HasFlag(Embeds.TaskStats))
        {
            TaskStatsJson.Write(writer, "tasksStats", app, instances, view.Health, now);
            TaskStatsJson.Write(writer, "taskStats", app, instances, view.Health, now);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an app that has just been created.</summary>
    internal static void WriteCreated(Utf8JsonWriter writer, RunSpec app, string deployment)
    {
        writer.WriteStartObject();
        SpecJson.WriteMembers(writer, app);
        WriteCounts(writer, default);
        WriteIds(writer, "deployments", [deployment]);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, TaskCounts counts)
    {
        writer.WriteNumber("tasksStaged", counts.Staged);
        writer.WriteNumber("tasksRunning", counts.Running);
        writer.WriteNumber("tasksHealthy", counts.Healthy);
        writer.WriteNumber("tasksUnhealthy", counts.Unhealthy);
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFailure(Utf8JsonWriter writer, TaskFailure failure)
    {
        writer.WriteStartObject("lastTaskFailure");
        writer.WriteString("appId", failure.SpecId.Value);
        writer.WriteString("host", failure.Host);
        writer.WriteString("message", failure.Message);
        writer.WriteString("state", failure.State);
        writer.WriteString("taskId", failure.TaskId);
        writer.WriteString("timestamp", Core.Version.Text(failure.At));
        writer.WriteString("version", failure.Version.ToString());
        if (failure.AgentId is { } agent)
        {
            writer.WriteString("slaveId", agent);
        }

        writer.WriteEndObject();
    }
}
