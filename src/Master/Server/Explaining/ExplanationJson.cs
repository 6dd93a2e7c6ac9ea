using System.Text.Json;
using Kernel.Master.Core.Allocation;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Kernel.Model;

namespace Kernel.Master.Server.Explaining;

/// <summary>Writes an explanation.</summary>
internal static class ExplanationJson
{
    /// <summary>Writes it as an object.</summary>
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("framework_id", explanation.Question.Framework.Value);
        json.WriteStartArray("roles");
        foreach (var role in explanation.Roles)
        {
            Write(json, role, explanation.Question.Viewer);
        }

        json.WriteEndArray();
        json.WriteNumber("roles_omitted", explanation.RolesOmitted);
        WriteHeadroom(json, explanation);
        WriteCounters(json, explanation.PassedOver);
        if (explanation.Question.Agent is { } agent)
        {
            json.WriteString("agent_id", agent.Value);
            WriteHolders(json, explanation.Question.Viewer, explanation.Holders);
        }

        json.WriteEndObject();
    }

    /// <summary>The guarantees of all roles together are for those who see all of them.</summary>
    private static void WriteHeadroom(Utf8JsonWriter json, Explanation explanation)
    {
        if (explanation.Question.Viewer.SeesEverything)
        {
            json.WriteStartObject("headroom");
            Write(json, "free", explanation.Headroom.Free);
            Write(json, "required", explanation.Headroom.Required);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, RoleExplanation role, Viewer viewer)
    {
        var standing = role.Standing;
        json.WriteStartObject();
        json.WriteString("role", standing.Role);
        json.WriteString("standing", ReasonWords.Name(standing.Standing));
        LegacyValues.Write(json, "share", standing.Share);
        LegacyValues.Write(json, "role_share", standing.RoleShare);
        json.WriteNumber("filters", standing.Filters);
        WriteQuota(json, standing, viewer);
        json.WriteNumber("agents", role.Reasons.Sum(static reason => reason.Agents));
        json.WriteStartArray("reasons");
        foreach (var reason in role.Reasons)
        {
            Write(json, reason, viewer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteQuota(Utf8JsonWriter json, RoleStanding standing, Viewer viewer)
    {
        var top = Roles.TopLevel(standing.Role);
        if (viewer.SeesQuota(top))
        {
            json.WriteStartObject("quota");
            json.WriteString("role", top);
            Write(json, "guarantees", standing.Quota.Guarantees);
            Write(json, "limits", standing.Quota.Limits);
            Write(json, "consumed", standing.Consumed);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ReasonCount reason, Viewer viewer)
    {
        json.WriteStartObject();
        json.WriteString("reason", ReasonWords.Name(reason.Reason));
        json.WriteString("meaning", ReasonWords.Meaning(reason.Reason));
        json.WriteNumber("agents", reason.Agents);
        json.WriteStartObject("example");
        json.WriteString("agent_id", reason.Example.Agent.Value);
        LegacyValues.Write(json, "free", viewer.Roles.Seen(reason.Example.Free));
        LegacyValues.Write(json, "offer", viewer.Roles.Seen(reason.Example.Offer));
        if (reason.Example.Refused is { } refused)
        {
            LegacyValues.Write(json, "refused", viewer.Roles.Seen(refused));
        }

        if (reason.Example.Until is { } until)
        {
            LegacyValues.Write(json, "until", until.Seconds);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter json, IReadOnlyDictionary<PassedOver, long> counters)
    {
        json.WriteStartObject("passed_over");
        foreach (var (reason, count) in counters)
        {
            json.WriteNumber(ReasonWords.Name(reason), count);
        }

        json.WriteEndObject();
    }

    private static void WriteHolders(
        Utf8JsonWriter json, Viewer viewer, IEnumerable<(FrameworkId Framework, string Role, Resources Resources)> holders)
    {
        json.WriteStartArray("holders");
        foreach (var (framework, role, resources) in holders)
        {
            json.WriteStartObject();
            json.WriteString("framework_id", framework.Value);
            json.WriteString("role", role);
            LegacyValues.Write(json, "resources", viewer.Roles.Seen(resources));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Quantities amounts)
    {
        json.WriteStartObject(name);
        foreach (var (resource, amount) in amounts)
        {
            LegacyValues.Write(json, resource, amount / 1000.0);
        }

        json.WriteEndObject();
    }
}
