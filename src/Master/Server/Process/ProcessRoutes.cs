using System.Globalization;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Machine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Process;

/// <summary>What a master tells of itself, whether it leads or not (mesos.md 8.4, 8.6).</summary>
internal sealed class ProcessRoutes(MasterReading reading)
{
    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("health", static context => Answers.WriteAsync(context, Core.CallAnswer.Ok));
        routes.MapRead("version", VersionAsync);
        routes.MapRead("flags", FlagsAsync);
        routes.MapRead("redirect", RedirectAsync);
        routes.Map("/system/stats.json", SystemAsync);
        routes.Map("/logging/toggle", LoggingAsync);
    }

    private static Task VersionAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static json =>
    {
        json.WriteStartObject();
        json.WriteString("build_date", BuildInfo.BuiltText);
        LegacyValues.Write(json, "build_time", BuildInfo.BuiltSeconds);
        json.WriteString("build_user", BuildInfo.User);
        json.WriteString("version", BuildInfo.Version);
        json.WriteEndObject();
    });

    private static Task SystemAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static json =>
    {
        var load = MachineLoad.Read();
        json.WriteStartObject();
        LegacyValues.Write(json, "avg_load_15min", load.Load15);
        LegacyValues.Write(json, "avg_load_1min", load.Load1);
        LegacyValues.Write(json, "avg_load_5min", load.Load5);
        json.WriteNumber("cpus_total", load.Cpus);
        json.WriteNumber("mem_free_bytes", load.FreeMemoryBytes);
        json.WriteNumber("mem_total_bytes", load.MemoryBytes);
        json.WriteEndObject();
    });

    private Task FlagsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("flags");
        foreach (var (name, value) in reading.Flags)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private async Task RedirectAsync(HttpContext context)
    {
        var (hostname, port) = (reading.Identity.Hostname, reading.Identity.Port);
        if (!reading.Leading.IsLeading)
        {
            if (await reading.Leading.LeaderAsync(context.RequestAborted).ConfigureAwait(false) is not { } leader)
            {
                await MessageAnswer.RefuseAsync(context, new(503, "No leader elected")).ConfigureAwait(false);
                return;
            }

            (hostname, port) = (leader.Hostname, (int)leader.Port);
        }

        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"//{hostname}:{port}");
        context.Response.ContentLength = 0;
    }

    private Task LoggingAsync(HttpContext context)
    {
        var (level, duration) = (context.Request.Query["level"].ToString(), context.Request.Query["duration"].ToString());
        if (level.Length == 0 && duration.Length == 0)
        {
            return MessageAnswer.RefuseAsync(context, new(200, string.Create(CultureInfo.InvariantCulture, $"{reading.Logging.Level}\n")));
        }

        return MessageAnswer.RefuseAsync(
            context, reading.Logging.Raise(level, duration) is { } wrong ? new(400, wrong) : new(200, ""));
    }
}
