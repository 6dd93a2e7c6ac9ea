using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using Framework = Kernel.Master.Core.Framework;
using Offer = Kernel.Master.Core.Offer;

namespace Kernel.Master.Server.Legacy;

/// <summary>Frameworks in the legacy JSON.</summary>
internal static class LegacyFrameworks
{
    /// <summary>Writes the frameworks and the removed ones, of all or of one.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view, string? frameworkId)
    {
        json.WriteStartArray("frameworks");
        for (var i = 0; i < view.Frameworks.Length; i++)
        {
            var framework = view.Frameworks[i];
            if (frameworkId is null || framework.Id.Value == frameworkId)
            {
                Write(json, view, framework, view.Index.Tasks[framework.Id], view.Histories[i]);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("completed_frameworks");
        foreach (var completed in view.CompletedFrameworks)
        {
            if (frameworkId is null || completed.Framework.Id.Value == frameworkId)
            {
                Write(json, view, completed.Framework, [], new([.. completed.Tasks], []), isCompleted: true);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the fields of a framework that summaries show too.</summary>
    public static void WriteSummary(Utf8JsonWriter json, MasterView view, Framework framework, bool isCompleted)
    {
        var info = framework.Info;
        json.WriteString("id", framework.Id.Value);
        json.WriteString("name", info.Name);
        LegacyValues.Write(json, "used_resources", isCompleted ? Resources.Empty : view.Index.Used(framework.Id));
        LegacyValues.Write(json, "offered_resources", isCompleted ? Resources.Empty : view.Index.Offered(framework.Id));
        LegacyValues.Write(json, "capabilities", info.Capabilities.Select(static one => ProtoNames<CapabilityType>.Of(one.Type)));
        json.WriteString("hostname", info.Hostname);
        json.WriteString("webui_url", info.WebuiUrl);
        json.WriteBoolean("active", framework.IsConnected && !isCompleted);
        json.WriteBoolean("connected", framework.IsConnected && !isCompleted);
        json.WriteBoolean("recovered", framework.Standing == FrameworkStanding.Recovered && !isCompleted);
    }

    private static void Write(
        Utf8JsonWriter json, MasterView view, Framework framework, IEnumerable<TaskEntry> tasks, TaskHistory history, bool isCompleted = false)
    {
        json.WriteStartObject();
        WriteSummary(json, view, framework, isCompleted);
        WriteInfo(json, framework, isCompleted);
        LegacyValues.Write(
            json, "resources", isCompleted ? Resources.Empty : view.Index.Used(framework.Id) + view.Index.Offered(framework.Id));
        if (framework.Reregistered is { } reregistered)
        {
            LegacyValues.Write(json, "reregistered_time", reregistered.Seconds);
        }

        WriteRoles(json, framework);
        LegacyTasks.Write(json, "tasks", tasks);
        LegacyTasks.Write(json, "unreachable_tasks", history.Unreachable);
        LegacyTasks.Write(json, "completed_tasks", history.Completed);
        WriteOffers(json, isCompleted ? [] : view.Index.Offers[framework.Id]);
        LegacyExecutors.Write(json, isCompleted ? [] : view.Index.Executors[framework.Id]);
        LegacyValues.Write(json, "labels", framework.Info.Labels);
        LegacyValues.WriteIfAny(json, "offer_constraints", framework.OfferConstraints ?? new Mesos.V1.Scheduler.OfferConstraints());
        json.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter json, Framework framework, bool isCompleted)
    {
        var info = framework.Info;
        json.WriteString("user", info.User);
        LegacyValues.Write(json, "failover_timeout", info.FailoverTimeout);
        json.WriteBoolean("checkpoint", info.Checkpoint);
        LegacyValues.Write(json, "registered_time", framework.Registered.Seconds);
        LegacyValues.Write(json, "unregistered_time", isCompleted ? (framework.Unregistered ?? Moment.Epoch).Seconds : 0);
        LegacyValues.WriteIfAny(json, "principal", info.Principal);
    }

    private static void WriteRoles(Utf8JsonWriter json, Framework framework)
    {
        if (framework.Has(CapabilityType.MultiRole))
        {
            LegacyValues.Write(json, "roles", framework.Roles);
        }
        else
        {
            json.WriteString("role", framework.Roles.FirstOrDefault() ?? Roles.Default);
        }
    }

    private static void WriteOffers(Utf8JsonWriter json, IEnumerable<Offer> offers)
    {
        json.WriteStartArray("offers");
        foreach (var offer in offers)
        {
            json.WriteStartObject();
            json.WriteString("id", offer.Id.Value);
            json.WriteString("framework_id", offer.Framework.Value);
            LegacyValues.WriteIfAny(json, "allocation_info", new Mesos.V1.Resource.Types.AllocationInfo { Role = offer.Role });
            json.WriteString("slave_id", offer.Agent.Value);
            LegacyValues.Write(json, "resources", offer.Resources);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
