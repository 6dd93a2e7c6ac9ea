using System.Text.RegularExpressions;
using System.Threading.Channels;
using Kernel.Agent.Server.Executors;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server.Http;

/// <summary>
/// Which path leads where; every path also works below <c>/slave(1)</c>, as clients of Mesos write it.
/// </summary>
public sealed partial class AgentRoutes
{
    private readonly Dictionary<string, Func<HttpContext, Task>> routes;
    private readonly HttpGate gate;
    private readonly Acls acls;
    private readonly ILogger logger;

    /// <summary>Lays the routes.</summary>
    public AgentRoutes(
        OperatorApi operators,
        ExecutorApi executors,
        LegacyEndpoints legacy,
        FileEndpoints files,
        HttpGate gate,
        Acls acls,
        ILogger logger)
    {
        (this.gate, this.acls, this.logger) = (gate, acls, logger);
        routes = new(StringComparer.Ordinal)
        {
            ["/api/v1"] = operators.ServeAsync,
            ["/api/v1/executor"] = executors.ServeAsync,
            ["/health"] = Get(LegacyEndpoints.HealthAsync),
            ["/state"] = Get(legacy.StateAsync),
            ["/state.json"] = Get(legacy.StateAsync),
            ["/flags"] = Get(legacy.FlagsAsync),
            ["/version"] = Get(legacy.VersionAsync),
            ["/containers"] = Get(legacy.ContainersAsync),
            ["/monitor/statistics"] = Get(legacy.StatisticsAsync),
            ["/monitor/statistics.json"] = Get(legacy.StatisticsAsync),
            ["/metrics/snapshot"] = Get(legacy.MetricsAsync),
            ["/metrics"] = Get(legacy.PrometheusAsync),
            ["/system/stats.json"] = Get(legacy.SystemAsync),
            ["/logging/toggle"] = legacy.LoggingAsync,
            ["/files/browse"] = Get(files.BrowseAsync),
            ["/files/browse.json"] = Get(files.BrowseAsync),
            ["/files/read"] = Get(files.ReadAsync),
            ["/files/read.json"] = Get(files.ReadAsync),
            ["/files/download"] = Get(files.DownloadAsync),
            ["/files/download.json"] = Get(files.DownloadAsync),
            ["/files/debug"] = Get(files.DebugAsync),
        };
    }

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var path = Prefix().Replace(context.Request.Path.Value ?? "", "", 1).TrimEnd('/');
        try
        {
            var serve = routes.GetValueOrDefault(path) ?? throw new RefusedException(404, "404 Not Found.");
            if (gate.Admits(context, Realms.Of(path)))
            {
                ExecutorClaims.DemandPath(context.Principal, path);
                Demand(GuardedEndpoints.Refuse(acls, context.Principal, path.Replace(".json", "", StringComparison.Ordinal)));
                await serve(context).ConfigureAwait(false);
            }
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(context, refused.Refusal).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (ChannelClosedException)
        {
            await RefuseAsync(context, new(503, "The agent is ending")).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Path} failed: {Reason}", path, failure.Message);
            await RefuseAsync(context, new(500, failure.Message)).ConfigureAwait(false);
        }
    }

    private static void Demand(string? denial)
    {
        if (denial is not null)
        {
            throw new RefusedException(403, denial);
        }
    }

    private static Func<HttpContext, Task> Get(Func<HttpContext, Task> serve) => context =>
    {
        ApiRequests.Demand(context, HttpMethods.Get);
        return serve(context);
    };

    private static async Task RefuseAsync(HttpContext context, HttpRefusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await MessageAnswer.RefuseAsync(context, refusal).ConfigureAwait(false);
    }

    [GeneratedRegex(
        @"^/slave(\(|%28)\d+(\)|%29)(?=/|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Prefix();
}
