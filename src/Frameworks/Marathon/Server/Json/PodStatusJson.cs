using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary>How pods are doing (Marathon: PodStatusConversion.scala).</summary>
internal static class PodStatusJson
{
    /// <summary>Writes the status of a pod.</summary>
    internal static void Write(Utf8JsonWriter writer, PodDefinition pod, MarathonView view, Moment now)
    {
        var placed = view.InstancesOf(pod.Id).Where(static instance => instance.Agent is not null).ToList();
        var stable = placed.Count(static instance => Of(instance).Status == "STABLE");
        var stops = view.Deployments.Any(deployment =>
            deployment.CurrentActions.Any(action => action.Id == pod.Id && action.Kind == ActionKind.Stop));
        var since = Core.Version.Text(placed.Count > 0 ? placed.Max(static instance => instance.Since) : now);
        writer.WriteStartObject();
        writer.WriteString("id", pod.Id.Value);
        writer.WritePropertyName("spec");
        SpecJson.Write(writer, pod);
        writer.WriteString("status", stops ? "TERMINAL" : stable >= pod.InstanceCount ? "STABLE" : "DEGRADED");
        writer.WriteString("statusSince", since);
        writer.WriteStartArray("instances");
        foreach (var instance in placed)
        {
            PodInstanceJson.Write(writer, instance);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("terminationHistory");
        WriteTermination(writer, pod, placed, view);
        writer.WriteEndArray();
        writer.WriteString("lastUpdated", Core.Version.Text(now));
        writer.WriteString("lastChanged", since);
        writer.WriteEndObject();
    }

    /// <summary>How an instance is doing, and why.</summary>
    internal static (string Status, string? Message) Of(Instance instance) => instance.Condition switch
    {
        Condition.Scheduled or Condition.Provisioned => ("PENDING", null),
        Condition.Staging or Condition.Starting => ("STAGING", null),
        Condition.Running => instance.MesosHealth() == false
            ? ("DEGRADED", "at least one container is not healthy")
            : ("STABLE", null),
        Condition.Unreachable or Condition.UnreachableInactive => ("DEGRADED", "pod instance has become unreachable"),
        _ => ("TERMINAL", null),
    };

    private static void WriteTermination(
        Utf8JsonWriter writer, PodDefinition pod, List<Instance> placed, MarathonView view)
    {
        if (!view.Failures.TryGetValue(pod.Id, out var failure)
            || InstanceId.OfTask(failure.TaskId) is not { } id
            || placed.All(instance => instance.Id != id))
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("instanceId", id.Value);
        writer.WriteString("startedAt", Core.Version.Text(placed.First(instance => instance.Id == id).ScheduledAt));
        writer.WriteString("terminatedAt", Core.Version.Text(failure.At));
        writer.WriteString("message", failure.Message);
        writer.WriteStartArray("containers");
        writer.WriteStartObject();
        writer.WriteString("containerId", failure.TaskId);
        writer.WriteString("lastKnownState", failure.State);
        writer.WriteStartObject("termination");
        writer.WriteString("message", failure.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
