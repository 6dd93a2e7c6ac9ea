using System.Text.Json;
using Kernel.Marathon.Core;
using Mesos.V1;

namespace Kernel.Marathon.Server;

/// <summary>Tasks of apps as the API shows them (Marathon: TaskConversion.scala).</summary>
internal static class TaskJson
{
    /// <summary>Writes the tasks of some instances into an array that has been begun.</summary>
    internal static void WriteAll(
        Utf8JsonWriter writer, IEnumerable<Instance> instances, MarathonView view, bool withServicePorts)
    {
        foreach (var instance in instances.Where(static instance => instance.Spec is AppDefinition))
        {
            foreach (var task in instance.Tasks)
            {
                Write(writer, instance, task, view, withServicePorts);
            }
        }
    }

    /// <summary>Writes a task.</summary>
    internal static void Write(
        Utf8JsonWriter writer, Instance instance, InstanceTask task, MarathonView view, bool withServicePorts)
    {
        writer.WriteStartObject();
        writer.WriteString("appId", instance.SpecId.Value);
        writer.WriteString("id", task.Id.Value);
        writer.WriteString("host", instance.Agent?.Host ?? "");
        writer.WriteString("state", StateName.Of(task.Condition));
        writer.WriteString("role", instance.Role);
        WriteIfSet(writer, "slaveId", instance.Agent?.Id);
        WriteIfSet(writer, "region", instance.Agent?.Region);
        WriteIfSet(writer, "zone", instance.Agent?.Zone);
        if (task.Condition.IsActive())
        {
            WriteActive(writer, instance, task);
        }

        WriteAddresses(writer, task.Status);
        if (withServicePorts && view.Tree.App(instance.SpecId) is { } app)
        {
            WriteNumbers(writer, "servicePorts", AppPorts.ServicePorts(app));
        }

        WriteHealth(writer, instance, task, view.Health);
        WriteCheck(writer, task.Status?.CheckStatus);
        WriteVolumes(writer, instance);
        writer.WriteEndObject();
    }

    /// <summary>Writes the addresses of a task, if Mesos reported some.</summary>
    internal static void WriteAddresses(Utf8JsonWriter writer, Mesos.V1.TaskStatus? status)
    {
        var addresses = status?.ContainerStatus?.NetworkInfos.SelectMany(static network => network.IpAddresses).ToList()
            ?? [];
        if (addresses.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("ipAddresses");
        foreach (var address in addresses)
        {
            writer.WriteStartObject();
            writer.WriteString("ipAddress", address.IpAddress);
            writer.WriteString("protocol", address.Protocol == NetworkInfo.Types.Protocol.Ipv6 ? "IPv6" : "IPv4");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an array of numbers.</summary>
    internal static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<int> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void WriteActive(Utf8JsonWriter writer, Instance instance, InstanceTask task)
    {
        WriteNumbers(writer, "ports", task.HostPorts);
        writer.WriteString("stagedAt", Core.Version.Text(task.StagedAt));
        if (task.StartedAt is { } started)
        {
            writer.WriteString("startedAt", Core.Version.Text(started));
        }

        writer.WriteString("version", instance.Spec.Version.ToString());
    }

    private static void WriteHealth(Utf8JsonWriter writer, Instance instance, InstanceTask task, HealthView health)
    {
        var app = (AppDefinition)instance.Spec;
        var results = app.HealthChecks?.Select((check, i) => check.IsOurs ? health.Of(task.Id, i)
            : Reported(task)).OfType<CheckHealth>().ToList();
        if (results is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartArray("healthCheckResults");
        foreach (var result in results)
        {
            HealthJson.Write(writer, instance.Id, result);
        }

        writer.WriteEndArray();
    }

    /// <summary>What a check that the executor makes has found out, as far as Mesos tells.</summary>
    private static CheckHealth? Reported(InstanceTask task)
    {
        if (task.Status is not { HasHealthy: true } status)
        {
            return null;
        }

        var at = task.StartedAt ?? task.StagedAt;
        return status.Healthy
            ? new() { FirstSuccess = at, LastSuccess = at }
            : new() { LastFailure = at, ConsecutiveFailures = 1 };
    }

    private static void WriteCheck(Utf8JsonWriter writer, CheckStatusInfo? status)
    {
        if (status is null)
        {
            return;
        }

        writer.WriteStartObject("checkResult");
        if (status.Http is { HasStatusCode: true } http)
        {
            WriteOne("http", "statusCode", () => writer.WriteNumberValue(http.StatusCode));
        }
        else if (status.Tcp is { HasSucceeded: true } tcp)
        {
            WriteOne("tcp", "succeeded", () => writer.WriteBooleanValue(tcp.Succeeded));
        }
        else if (status.Command is { HasExitCode: true } command)
        {
            WriteOne("command", "exitCode", () => writer.WriteNumberValue(command.ExitCode));
        }

        writer.WriteEndObject();

        void WriteOne(string kind, string name, Action value)
        {
            writer.WriteStartObject(kind);
            writer.WritePropertyName(name);
            value();
            writer.WriteEndObject();
        }
    }

    private static void WriteVolumes(Utf8JsonWriter writer, Instance instance)
    {
        if (instance.Volumes.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("localVolumes");
        foreach (var volume in instance.Volumes)
        {
            var id = volume.Disk.Persistence.Id;
            writer.WriteStartObject();
            writer.WriteString("runSpecId", instance.SpecId.Value);
            writer.WriteString("containerPath", volume.Disk.Volume.ContainerPath);
            writer.WriteString("uuid", id[(id.LastIndexOf('#') + 1)..]);
            writer.WriteString("persistenceId", id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
