using System.Text.Json;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Views;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Legacy;

/// <summary>Frameworks, executors and tasks in the legacy JSON of an agent (Mesos: src/slave/http.cpp).</summary>
public static class LegacyTasks
{
    /// <summary>Writes a framework with its executors.</summary>
    public static void Write(Utf8JsonWriter json, AgentView view, FrameworkView framework)
    {
        var info = framework.Framework.Info;
        json.WriteStartObject();
        json.WriteString("id", framework.Framework.Id.Value);
        json.WriteString("name", info.Name);
        json.WriteString("user", info.User);
        json.WriteNumber("failover_timeout", info.FailoverTimeout);
        json.WriteBoolean("checkpoint", info.Checkpoint);
        json.WriteString("hostname", info.Hostname);
        if (info.HasPrincipal)
        {
            json.WriteString("principal", info.Principal);
        }

        WriteRoles(json, info);
        json.WriteStartArray("executors");
        foreach (var executor in framework.Executors)
        {
            Write(json, view, executor);
        }

        json.WriteEndArray();
        json.WriteStartArray("completed_executors");
        foreach (var run in framework.Framework.CompletedExecutors.Reverse())
        {
            Write(json, view, new ExecutorView(run, []));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The bag of some messages; empty if they cannot be read.</summary>
    public static Resources Bag(IEnumerable<V1.Resource> messages) =>
        AgentDescription.Codec.Read(messages) ?? Resources.Empty;

    private static void WriteRoles(Utf8JsonWriter json, V1.FrameworkInfo info)
    {
        json.WriteStartArray("roles");
        foreach (var role in info.Roles)
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AgentView view, ExecutorView executor)
    {
        var run = executor.Run;
        json.WriteStartObject();
        json.WriteString("id", run.Key.Executor.Value);
        json.WriteString("name", run.Info.Name);
        json.WriteString("source", ExecutorSource.Get(run.Info));
        json.WriteString("container", run.ContainerId);
        json.WriteString("directory", run.Directory);
        LegacyValues.Write(json, "resources", Bag(executor.Resources));
        WriteRole(json, run.Info.Resources);
        LegacyValues.Write(json, "labels", run.Info.Labels);
        if (run.Info.HasType)
        {
            json.WriteString("type", run.Info.Type.ToString().ToUpperInvariant());
        }

        WriteTasks(json, view, executor);
        json.WriteEndObject();
    }

    private static void WriteTasks(Utf8JsonWriter json, AgentView view, ExecutorView executor)
    {
        json.WriteStartArray("tasks");
        foreach (var task in executor.Tasks.Where(static task => task.Phase != TaskPhase.Queued))
        {
            Write(json, view, task);
        }

        json.WriteEndArray();
        json.WriteStartArray("queued_tasks");
        foreach (var task in executor.Tasks.Where(static task => task.Phase == TaskPhase.Queued))
        {
            WriteQueued(json, task);
        }

        json.WriteEndArray();
        json.WriteStartArray("completed_tasks");
        foreach (var task in executor.Run.CompletedTasks)
        {
            Write(json, view, task);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AgentView view, AgentTask task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Key.Task.Value);
        json.WriteString("name", task.Info.Name);
        json.WriteString("framework_id", task.Key.Framework.Value);
        json.WriteString("executor_id", task.Info.Executor?.ExecutorId.Value ?? "");
        json.WriteString("slave_id", view.Info.Id?.Value ?? "");
        json.WriteString("state", TaskStateNames.Of(task.State));
        LegacyValues.Write(json, "resources", Bag(task.Info.Resources));
        WriteRole(json, task.Info.Resources);
        json.WriteStartArray("statuses");
        foreach (var status in task.Statuses)
        {
            Write(json, status);
        }

        json.WriteEndArray();
        LegacyValues.Write(json, "labels", task.Info.Labels);
        LegacyValues.Write(json, "discovery", task.Info.Discovery);
        LegacyValues.Write(json, "container", task.Info.Container);
        LegacyValues.Write(json, "health_check", task.Info.HealthCheck);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, V1.TaskStatus status)
    {
        json.WriteStartObject();
        json.WriteString("state", TaskStateNames.Of(status.State));
        json.WriteNumber("timestamp", status.Timestamp);
        LegacyValues.Write(json, "labels", status.Labels);
        LegacyValues.Write(json, "container_status", status.ContainerStatus);
        if (status.HasHealthy)
        {
            json.WriteBoolean("healthy", status.Healthy);
        }

        LegacyValues.Write(json, "check_status", status.CheckStatus);
        json.WriteEndObject();
    }

    private static void WriteQueued(Utf8JsonWriter json, AgentTask task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Key.Task.Value);
        json.WriteString("name", task.Info.Name);
        json.WriteString("slave_id", task.Info.AgentId.Value);
        LegacyValues.Write(json, "resources", Bag(task.Info.Resources));
        WriteRole(json, task.Info.Resources);
        LegacyValues.Write(json, "command", task.Info.Command);
        if (task.Info.Executor is { } executor)
        {
            json.WriteString("executor_id", executor.ExecutorId.Value);
        }

        LegacyValues.Write(json, "discovery", task.Info.Discovery);
        json.WriteEndObject();
    }

    private static void WriteRole(Utf8JsonWriter json, IEnumerable<V1.Resource> resources)
    {
        if (resources.FirstOrDefault()?.AllocationInfo is { HasRole: true } allocation)
        {
            json.WriteString("role", allocation.Role);
        }
    }
}
