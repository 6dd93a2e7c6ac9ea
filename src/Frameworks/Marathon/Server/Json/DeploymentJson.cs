using System.Text.Json;
using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>Deployments as the API shows them.</summary>
internal static class DeploymentJson
{
    /// <summary>Writes a deployment that is under way.</summary>
    internal static void Write(Utf8JsonWriter writer, Deployment deployment, MarathonView view)
    {
        writer.WriteStartObject();
        writer.WriteString("id", deployment.Id);
        writer.WriteString("version", deployment.Plan.Version.ToString());
        WriteIds(writer, "affectedApps", deployment.Plan.AffectedApps);
        WriteIds(writer, "affectedPods", deployment.Plan.AffectedPods);
        WriteSteps(writer, deployment.Plan);
        writer.WriteStartArray("currentActions");
        foreach (var action in deployment.CurrentActions)
        {
            writer.WriteStartObject();
            WriteAction(writer, action);
            writer.WriteStartArray("readinessCheckResults");
            WriteReadiness(writer, view.InstancesOf(action.Id), view.Health);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("currentStep", deployment.CurrentStep + 1);
        writer.WriteNumber("totalSteps", deployment.Plan.Steps.Count);
        writer.WriteEndObject();
    }

    /// <summary>Writes a plan, as events carry it.</summary>
    internal static void WritePlan(Utf8JsonWriter writer, DeploymentPlan plan)
    {
        writer.WriteStartObject("plan");
        writer.WriteString("id", plan.Id);
        writer.WriteString("version", plan.Version.ToString());
        WriteSteps(writer, plan);
        writer.WriteEndObject();
    }

    /// <summary>Writes the steps of a plan.</summary>
    internal static void WriteSteps(Utf8JsonWriter writer, DeploymentPlan plan)
    {
        writer.WriteStartArray("steps");
        foreach (var step in plan.Steps)
        {
            writer.WriteStartObject();
            WriteActions(writer, step);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the actions of a step.</summary>
    internal static void WriteActions(Utf8JsonWriter writer, DeploymentStep step)
    {
        writer.WriteStartArray("actions");
        foreach (var action in step.Actions)
        {
            writer.WriteStartObject();
            WriteAction(writer, action);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what readiness checks found out of some instances into an array that has been begun.</summary>
    internal static void WriteReadiness(Utf8JsonWriter writer, IEnumerable<Instance> instances, HealthView health)
    {
        foreach (var task in instances.SelectMany(static instance => instance.Tasks))
        {
            if (health.ReadinessOf(task.Id) is not { } readiness)
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("name", readiness.Name);
            writer.WriteString("taskId", task.Id.Value);
            writer.WriteBoolean("ready", readiness.Ready);
            if (readiness.Preserve)
            {
                writer.WriteStartObject("lastResponse");
                writer.WriteNumber("status", readiness.Status);
                writer.WriteString("contentType", readiness.ContentType);
                writer.WriteString("body", readiness.Body);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteAction(Utf8JsonWriter writer, DeploymentAction action)
    {
        writer.WriteString("action", action.Name);
        writer.WriteString(action.IsPod ? "pod" : "app", action.Id.Value);
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<PathId> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
        {
            writer.WriteStringValue(id.Value);
        }

        writer.WriteEndArray();
    }
}
