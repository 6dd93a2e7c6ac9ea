using System.Text.Json;
using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>Instances of pods as the API shows them.</summary>
internal static class PodInstanceJson
{
    /// <summary>Writes the status of an instance.</summary>
    internal static void Write(Utf8JsonWriter writer, Instance instance)
    {
        var pod = (PodDefinition)instance.Spec;
        var (status, message) = PodStatusJson.Of(instance);
        var since = Core.Version.Text(instance.Since);
        writer.WriteStartObject();
        writer.WriteString("id", instance.Id.Value);
        writer.WriteString("status", status);
        writer.WriteString("statusSince", since);
        WriteIfSet(writer, "agentId", instance.Agent?.Id);
        WriteIfSet(writer, "agentHostname", instance.Agent?.Host);
        WriteIfSet(writer, "agentRegion", instance.Agent?.Region);
        WriteIfSet(writer, "agentZone", instance.Agent?.Zone);
        WriteResources(writer, pod.Needs);
        WriteNetworks(writer, pod, instance);
        writer.WriteStartArray("containers");
        foreach (var task in instance.Tasks)
        {
            WriteContainer(writer, pod, task, since);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("localVolumes");
        writer.WriteEndArray();
        WriteIfSet(writer, "message", message);
        writer.WriteString("specReference", $"/v2/pods{pod.Id}::versions/{pod.Version}");
        writer.WriteString("lastUpdated", since);
        writer.WriteString("lastChanged", since);
        writer.WriteString("role", instance.Role);
        writer.WriteEndObject();
    }

    /// <summary>Writes an instance, as its removal answers.</summary>
    internal static void WriteInstance(Utf8JsonWriter writer, Instance instance)
    {
        writer.WriteStartObject();
        writer.WriteString("instanceId", instance.Id.Value);
        writer.WriteStartObject("state");
        writer.WriteString("condition", instance.Condition.ToString());
        writer.WriteString("since", Core.Version.Text(instance.Since));
        if (instance.ActiveSince is { } active)
        {
            writer.WriteString("activeSince", Core.Version.Text(active));
        }

        writer.WriteString("goal", instance.Goal.ToString());
        writer.WriteEndObject();
        if (instance.Agent is { } agent)
        {
            writer.WriteStartObject("agentInfo");
            writer.WriteString("host", agent.Host);
            writer.WriteString("agentId", agent.Id);
            writer.WriteStartArray("attributes");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteString("runSpecVersion", instance.Spec.Version.ToString());
        writer.WritePropertyName("unreachableStrategy");
        JsonSerializer.Serialize(writer, instance.Spec.Unreachable, StrategyContext.Default.UnreachableStrategy);
        writer.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter writer, PodDefinition pod, InstanceTask task, string since)
    {
        var container = pod.Containers.First(container => container.Name == task.Container);
        writer.WriteStartObject();
        writer.WriteString("name", container.Name);
        writer.WriteString("status", StateName.Of(task.Condition));
        writer.WriteString("statusSince", since);
        writer.WriteString("containerId", task.Id.Value);
        WriteEndpoints(writer, pod, container, task);
        WriteConditions(writer, container, task, since);
        WriteResources(writer, container.Resources.AsNeeds());
        WriteIfSet(writer, "message", task.Status is { Message.Length: > 0 } status ? status.Message : null);
        writer.WriteString("lastUpdated", since);
        writer.WriteString("lastChanged", since);
        writer.WriteEndObject();
    }

    private static void WriteEndpoints(
        Utf8JsonWriter writer, PodDefinition pod, PodContainer container, InstanceTask task)
    {
        var ports = new Queue<int>(task.HostPorts);
        writer.WriteStartArray("endpoints");
        foreach (var endpoint in container.Endpoints ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", endpoint.Name);
            if ((pod.UsesHostNetwork || endpoint.HostPort is not null) && ports.TryDequeue(out var port))
            {
                writer.WriteNumber("allocatedHostPort", port);
            }

            if (container.HealthCheck is not null && task.Status is { HasHealthy: true } status)
            {
                writer.WriteBoolean("healthy", status.Healthy);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteConditions(Utf8JsonWriter writer, PodContainer container, InstanceTask task, string since)
    {
        writer.WriteStartArray("conditions");
        if (container.HealthCheck is not null)
        {
            var isReported = task.Status is { HasHealthy: true };
            writer.WriteStartObject();
            writer.WriteString("name", "healthy");
            writer.WriteString("value", isReported && task.Status!.Healthy ? "true" : "false");
            writer.WriteString("reason", isReported ? "health-reported-by-mesos" : "health-unreported-by-mesos");
            writer.WriteString("lastUpdated", since);
            writer.WriteString("lastChanged", since);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNetworks(Utf8JsonWriter writer, PodDefinition pod, Instance instance)
    {
        var addresses = instance.Tasks.Select(TaskAddress.Ip).OfType<string>().Distinct().ToList();
        writer.WriteStartArray("networks");
        foreach (var network in pod.Networks.Where(static network => network.Mode != NetworkMode.Host))
        {
            writer.WriteStartObject();
            WriteIfSet(writer, "name", network.Name);
            writer.WriteStartArray("addresses");
            addresses.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteResources(Utf8JsonWriter writer, Needs needs)
    {
        writer.WriteStartObject("resources");
        writer.WriteNumber("cpus", needs.Cpus);
        writer.WriteNumber("mem", needs.Mem);
        writer.WriteNumber("disk", needs.Disk);
        writer.WriteNumber("gpus", needs.Gpus);
        writer.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}

/// <summary>The strategy's own form of JSON.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(UnreachableStrategy))]
internal sealed partial class StrategyContext : System.Text.Json.Serialization.JsonSerializerContext;
