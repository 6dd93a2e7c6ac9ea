using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>Events as listeners get them (Marathon: core/event, api/v2/json/Formats).</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event as a frame of a stream of server-sent events.</summary>
    internal static byte[] Frame(MarathonEvent said, Moment at) =>
        Encoding.UTF8.GetBytes($"event: {said.Type}\r\ndata: {Encoding.UTF8.GetString(Write(said, at))}\r\n\r\n");

    /// <summary>An event as JSON.</summary>
    internal static byte[] Write(MarathonEvent said, Moment at)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            WriteMembers(writer, said);
            writer.WriteString("eventType", said.Type);
            writer.WriteString("timestamp", Core.Version.Text(at));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMembers(Utf8JsonWriter writer, MarathonEvent said)
    {
        switch (said)
        {
            case MarathonEvent.StatusUpdated updated:
                WriteStatus(writer, updated);
                break;
            case MarathonEvent.InstanceChanged changed:
                WriteInstance(writer, changed.Instance);
                break;
            case MarathonEvent.UnhealthyKilled killed:
                WriteKilled(writer, killed);
                break;
            case MarathonEvent.InstanceHealthChanged changed:
                WriteHealth(writer, changed);
                break;
            case MarathonEvent.DeploymentStepped or MarathonEvent.DeploymentSucceeded or MarathonEvent.DeploymentFailed:
                WriteDeployment(writer, said);
                break;
            case MarathonEvent.FrameworkMessage message:
                WriteMessage(writer, message);
                break;
            case MarathonEvent.ApiPosted posted:
                WriteTexts(writer, ("clientIp", posted.Client), ("uri", posted.Uri));
                writer.WritePropertyName("appDefinition");
                SpecJson.Write(writer, posted.App);
                break;
            case MarathonEvent.HealthCheckAdded or MarathonEvent.HealthCheckFailed or MarathonEvent.HealthChanged:
                WriteCheck(writer, said);
                break;
            default:
                WriteTexts(writer, Plain(said));
                break;
        }
    }

    private static (string Name, string Value)[] Plain(MarathonEvent said) => said switch
    {
        MarathonEvent.PodPosted posted => [("clientIp", posted.Client), ("uri", posted.Uri)],
        MarathonEvent.Registered registered => [("frameworkId", registered.FrameworkId), ("master", registered.Master)],
        MarathonEvent.Reregistered registered => [("master", registered.Master)],
        MarathonEvent.HealthChecksRemoved removed => [("appId", removed.App.Value)],
        MarathonEvent.GroupChanged changed =>
            [("groupId", changed.Group.Value), ("version", changed.Version.ToString())],
        MarathonEvent.GroupChangeFailed failed =>
            [("groupId", failed.Group.Value), ("version", failed.Version.ToString()), ("reason", failed.Reason)],
        MarathonEvent.AppTerminated terminated => [("appId", terminated.App.Value)],
        MarathonEvent.UnknownTerminated unknown =>
            [("instanceId", unknown.Instance.Value), ("runSpecId", unknown.Spec.Value),
                ("condition", unknown.Condition.ToString())],
        MarathonEvent.StreamAttached attached => [("remoteAddress", attached.Address)],
        MarathonEvent.StreamDetached detached => [("remoteAddress", detached.Address)],
        _ => [],
    };

    private static void WriteStatus(Utf8JsonWriter writer, MarathonEvent.StatusUpdated updated)
    {
        WriteTexts(
            writer,
            ("slaveId", updated.Instance.Agent?.Id ?? ""),
            ("taskId", updated.Task.Id.Value),
            ("taskStatus", StateName.Of(updated.Status.State)),
            ("message", updated.Status.Message),
            ("appId", updated.Instance.SpecId.Value),
            ("host", updated.Instance.Agent?.Host ?? ""),
            ("version", updated.Instance.Spec.Version.ToString()));
        if (updated.Status.ContainerStatus is { NetworkInfos.Count: > 0 })
        {
            TaskJson.WriteAddresses(writer, updated.Status);
        }
        else
        {
            TaskJson.WriteNumbers(writer, "ipAddresses", []);
        }

        TaskJson.WriteNumbers(writer, "ports", updated.Task.HostPorts);
    }

    private static void WriteInstance(Utf8JsonWriter writer, Instance instance) => WriteTexts(
        writer,
        ("instanceId", instance.Id.Value),
        ("condition", instance.Condition.ToString()),
        ("runSpecId", instance.SpecId.Value),
        ("agentId", instance.Agent?.Id ?? ""),
        ("host", instance.Agent?.Host ?? ""),
        ("runSpecVersion", instance.Spec.Version.ToString()));

    private static void WriteKilled(Utf8JsonWriter writer, MarathonEvent.UnhealthyKilled killed) => WriteTexts(
        writer,
        ("appId", killed.Instance.SpecId.Value),
        ("taskId", killed.TaskId),
        ("instanceId", killed.Instance.Id.Value),
        ("version", killed.Instance.Spec.Version.ToString()),
        ("reason", killed.Reason),
        ("host", killed.Instance.Agent?.Host ?? ""),
        ("slaveId", killed.Instance.Agent?.Id ?? ""));

    private static void WriteHealth(Utf8JsonWriter writer, MarathonEvent.InstanceHealthChanged changed)
    {
        WriteTexts(
            writer,
            ("instanceId", changed.Instance.Id.Value),
            ("runSpecId", changed.Instance.SpecId.Value),
            ("runSpecVersion", changed.Instance.Spec.Version.ToString()));
        if (changed.Healthy is { } healthy)
        {
            writer.WriteBoolean("healthy", healthy);
        }
        else
        {
            writer.WriteNull("healthy");
        }
    }

    private static void WriteCheck(Utf8JsonWriter writer, MarathonEvent said)
    {
        switch (said)
        {
            case MarathonEvent.HealthCheckAdded added:
                WriteTexts(writer, ("appId", added.App.Value), ("version", added.Version.ToString()));
                writer.WritePropertyName("healthCheck");
                DefinitionJson.Write(writer, added.Check);
                break;
            case MarathonEvent.HealthCheckFailed failed:
                WriteTexts(writer, ("appId", failed.App.Value), ("taskId", failed.Instance.Value));
                writer.WritePropertyName("healthCheck");
                DefinitionJson.Write(writer, failed.Check);
                break;
            case MarathonEvent.HealthChanged changed:
                WriteTexts(
                    writer,
                    ("appId", changed.App.Value),
                    ("instanceId", changed.Instance.Value),
                    ("version", changed.Version.ToString()));
                writer.WriteBoolean("alive", changed.Alive);
                break;
        }
    }

    private static void WriteDeployment(Utf8JsonWriter writer, MarathonEvent said)
    {
        switch (said)
        {
            case MarathonEvent.DeploymentStepped stepped:
                DeploymentJson.WritePlan(writer, stepped.Plan);
                writer.WriteStartObject("currentStep");
                DeploymentJson.WriteActions(writer, stepped.Step ?? new([]));
                writer.WriteEndObject();
                break;
            case MarathonEvent.DeploymentSucceeded succeeded:
                writer.WriteString("id", succeeded.Plan.Id);
                DeploymentJson.WritePlan(writer, succeeded.Plan);
                break;
            case MarathonEvent.DeploymentFailed failed:
                writer.WriteString("id", failed.Plan.Id);
                DeploymentJson.WritePlan(writer, failed.Plan);
                writer.WriteString("reason", failed.Reason);
                break;
        }
    }

    private static void WriteMessage(Utf8JsonWriter writer, MarathonEvent.FrameworkMessage message)
    {
        WriteTexts(writer, ("executorId", message.Executor), ("slaveId", message.Agent));
        TaskJson.WriteNumbers(writer, "message", message.Message.Select(static part => (int)(sbyte)part));
    }

    private static void WriteTexts(Utf8JsonWriter writer, params (string Name, string Value)[] texts)
    {
        foreach (var (name, value) in texts)
        {
            writer.WriteString(name, value);
        }
    }
}
