using System.Text.Json;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Legacy;

/// <summary>The older operator endpoints that read (mesos.md 8.4). Who does not lead sends callers to who does.</summary>
internal sealed class LegacyReads(MasterReading reading)
{
    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var flags = reading.Flags;
        routes.MapRead("state", ReadShared((json, view) => LegacyState.Write(json, view, flags)));
        routes.MapRead("state-summary", Read((json, view, _) => LegacySummary.Write(json, view, reading.Options.Cluster)));
        routes.MapRead("slaves", Read(static (json, view, query) => LegacyAgents.Write(json, view, Id(query, "slave_id"))));
        routes.MapRead("frameworks", Read(static (json, view, query) => WriteFrameworks(json, view, Id(query, "framework_id"))));
        routes.MapRead("roles", Read(static (json, view, _) => LegacyRoles.Write(json, view)));
        routes.MapRead("tasks", TasksAsync);
        routes.Map(RegistryDump.Path, RegistryAsync);
        routes.MapReadOnly("weights", Read(static (json, view, _) => WriteWeights(json, view)));
        routes.MapReadOnly("quota", Read(static (json, view, _) => MesosJson.Write(json, PolicyMessages.Quota(view))));
        routes.MapReadOnly("maintenance/schedule", Read(static (json, view, _) => MesosJson.Write(json, MaintenanceMessages.Schedule(view))));
        routes.MapReadOnly("maintenance/status", Read(static (json, view, _) => MesosJson.Write(json, MaintenanceMessages.Status(view))));
    }

    private static string? Id(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } id, ..] ? id : null;

    private static void WriteFrameworks(Utf8JsonWriter json, MasterView view, string? id)
    {
        json.WriteStartObject();
        LegacyFrameworks.Write(json, view, id);
        LegacyState.WriteEmpty(json, "unregistered_frameworks");
        json.WriteEndObject();
    }

    private static void WriteWeights(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartArray();
        foreach (var weight in PolicyMessages.Weights(view))
        {
            MesosJson.Write(json, weight);
        }

        json.WriteEndArray();
    }

    /// <summary>An answer that is the same for all; only with <c>?jsonp</c> everybody has an own one.</summary>
    private RequestDelegate ReadShared(Action<Utf8JsonWriter, MasterView> write)
    {
        var shared = SharedBody.OfJson(write, reading.Meters.CacheHit, reading.Time);
        var own = Read((json, view, _) => write(json, view));
        return async context =>
        {
            if (context.Request.Query.ContainsKey("jsonp"))
            {
                await own(context).ConfigureAwait(false);
            }
            else if (!await reading.Leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
            {
                await shared.SendAsync(context, await reading.ViewAsync(context).ConfigureAwait(false)).ConfigureAwait(false);
            }
        };
    }

    private RequestDelegate Read(Action<Utf8JsonWriter, MasterView, IQueryCollection> write) => async context =>
    {
        if (await reading.Leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
        {
            return;
        }

        var view = await reading.ViewAsync(context).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, json => write(json, view, context.Request.Query)).ConfigureAwait(false);
    };

    private async Task RegistryAsync(HttpContext context)
    {
        if (await reading.Leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
        {
            return;
        }

        var dump = await RegistryDump.ReadAsync(reading, context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, dump.Write).ConfigureAwait(false);
    }

    private Task TasksAsync(HttpContext context)
    {
        if (TaskListing.Read(context.Request.Query, out var listing) is { } refusal)
        {
            return MessageAnswer.RefuseAsync(context, refusal);
        }

        return Read((json, view, _) =>
        {
            json.WriteStartObject();
            LegacyTasks.Write(json, "tasks", listing.Of(view));
            json.WriteEndObject();
        })(context);
    }
}
