using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Protocol;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Server.Legacy;

/// <summary>Tasks in the legacy JSON.</summary>
internal static class LegacyTasks
{
    private static readonly FragmentCache<TaskEntry> Fragments = new(WriteTask);

    /// <summary>Writes a task.</summary>
    public static void Write(Utf8JsonWriter json, TaskEntry task) => Fragments.Write(json, task);

    /// <summary>Writes tasks as an array.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<TaskEntry> tasks)
    {
        json.WriteStartArray(name);
        foreach (var task in tasks)
        {
            Write(json, task);
        }

        json.WriteEndArray();
    }

    private static void WriteTask(Utf8JsonWriter json, TaskEntry task)
    {
        var message = task.ToMessage();
        json.WriteStartObject();
        json.WriteString("id", task.Id.Value);
        json.WriteString("name", message.Name);
        json.WriteString("framework_id", task.Framework.Value);
        json.WriteString("executor_id", task.Executor?.Value ?? "");
        json.WriteString("slave_id", task.Agent.Value);
        json.WriteString("state", ProtoNames<TaskState>.Of(task.State));
        LegacyValues.Write(json, "resources", task.Resources);
        WriteLimits(json, message);
        json.WriteString("role", task.Role ?? "*");
        WriteStatuses(json, message.Statuses);
        WriteCarried(json, message);
        json.WriteEndObject();
    }

    private static void WriteCarried(Utf8JsonWriter json, Mesos.V1.Task message)
    {
        LegacyValues.WriteIfAny(json, "user", message.HasUser ? message.User : null);
        LegacyValues.Write(json, "labels", message.Labels);
        LegacyValues.WriteIfAny(json, "discovery", message.Discovery);
        LegacyValues.WriteIfAny(json, "container", message.Container);
        LegacyValues.WriteIfAny(json, "health_check", message.HealthCheck);
    }

    private static void WriteLimits(Utf8JsonWriter json, Mesos.V1.Task message)
    {
        if (message.Limits.Count == 0)
        {
            return;
        }

        json.WriteStartObject("limits");
        foreach (var (name, limit) in message.Limits)
        {
            json.WritePropertyName(name);
            MesosJson.Write(json, limit.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteStatuses(Utf8JsonWriter json, IEnumerable<TaskStatus> statuses)
    {
        json.WriteStartArray("statuses");
        foreach (var status in statuses)
        {
            json.WriteStartObject();
            json.WriteString("state", ProtoNames<TaskState>.Of(status.State));
            LegacyValues.Write(json, "timestamp", status.Timestamp);
            LegacyValues.Write(json, "labels", status.Labels);
            LegacyValues.WriteIfAny(json, "container_status", Shown(status.ContainerStatus));
            if (status.HasHealthy)
            {
                json.WriteBoolean("healthy", status.Healthy);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The legacy JSON shows less of a container than the v1 API.</summary>
    private static ContainerStatus? Shown(ContainerStatus? status)
    {
        if (status is null)
        {
            return null;
        }

        var shown = new ContainerStatus { ContainerId = status.ContainerId, CgroupInfo = status.CgroupInfo };
        shown.NetworkInfos.AddRange(status.NetworkInfos);
        return shown;
    }
}
