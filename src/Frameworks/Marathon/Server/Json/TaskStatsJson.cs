using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>How long an app's tasks live, by version (Marathon: TaskStatsByVersion.scala).</summary>
internal static class TaskStatsJson
{
    /// <summary>Writes the statistics as a member of an object.</summary>
    internal static void Write(
        Utf8JsonWriter writer,
        string name,
        AppDefinition app,
        IReadOnlyList<Instance> instances,
        HealthView health,
        Moment now)
    {
        var scaled = app.VersionInfo?.LastScalingAt ?? app.Version;
        var placed = instances.Where(static instance => !instance.Tasks.IsEmpty).ToList();
        writer.WriteStartObject(name);
        WriteGroup(writer, "startedAfterLastScaling", [.. placed.Where(instance => instance.StagedAt >= scaled.Moment)],
            health, now);
        WriteGroup(writer, "withLatestConfig", [.. placed.Where(instance => !instance.IsOutdated(app))], health, now);
        WriteGroup(writer, "withOutdatedConfig", [.. placed.Where(instance => instance.IsOutdated(app))], health, now);
        WriteGroup(writer, "totalSummary", placed, health, now);
        writer.WriteEndObject();
    }

    private static void WriteGroup(
        Utf8JsonWriter writer, string name, List<Instance> instances, HealthView health, Moment now)
    {
        if (instances.Count == 0)
        {
            return;
        }

        var counts = TaskCounts.Of(instances, health);
        writer.WriteStartObject(name);
        writer.WriteStartObject("stats");
        writer.WriteStartObject("counts");
        writer.WriteNumber("staged", counts.Staged);
        writer.WriteNumber("running", counts.Running);
        writer.WriteNumber("healthy", counts.Healthy);
        writer.WriteNumber("unhealthy", counts.Unhealthy);
        writer.WriteEndObject();
        WriteLifeTime(writer, [.. instances.SelectMany(static instance => instance.Tasks)
            .Where(static task => task.StartedAt is not null)
            .Select(task => (now - task.StartedAt!.Value).TotalSeconds)
            .Order()]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLifeTime(Utf8JsonWriter writer, List<double> seconds)
    {
        if (seconds.Count == 0)
        {
            return;
        }

        var middle = seconds.Count / 2;
        writer.WriteStartObject("lifeTime");
        writer.WriteNumber("averageSeconds", seconds.Average());
        writer.WriteNumber(
            "medianSeconds", seconds.Count % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2);
        writer.WriteEndObject();
    }
}
