using Microsoft.AspNetCore.Http;

namespace Kernel.Chronos.Server;

/// <summary>
/// Which request is served by what (chronos.md 2). Everything under <c>/v1/scheduler</c> is under <c>/scheduler</c>
/// too.
/// </summary>
internal static class Routes
{
    private static readonly string[] Prefixes = ["/v1/scheduler", "/scheduler"];

    internal static Task ServeAsync(ApiRequest request, PathString path, string leader, DateTimeOffset started)
    {
        foreach (var prefix in Prefixes)
        {
            if (path.StartsWithSegments(prefix, StringComparison.Ordinal, out var rest))
            {
                return ServeAsync(request, rest.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), leader);
            }
        }

        return path.Value!.TrimEnd('/') switch
        {
            "/ping" => Get(request, static request => request.TextAsync("pong\n")),
            "/metrics" => Get(request, request => Metrics.ServeAsync(request, started)),
            "/leader" => Get(request, request => LeaderAsync(request, leader)),
            "" => Get(request, static request => request.TextAsync("Chronos\n")),
            _ => throw new ApiException(StatusCodes.Status404NotFound, $"There is nothing at {path}"),
        };
    }

    private static Task ServeAsync(ApiRequest request, string[] path, string leader) => path switch
    {
        ["iso8601"] => JobRoutes.PostAsync(request, dependent: false),
        ["dependency"] => JobRoutes.PostAsync(request, dependent: true),
        ["jobs"] => Get(request, JobLists.AllAsync),
        ["jobs", "summary"] => Get(request, JobLists.SummaryAsync),
        ["jobs", "search"] => Get(request, JobLists.SearchAsync),
        ["job", var name] => JobRoutes.ServeAsync(request, name),
        ["job", "success", var name] => JobRoutes.DeclareSuccessAsync(request, name),
        ["job", "stat", var name] => Get(request, request => StatisticsRoutes.OfJobAsync(request, name)),
        ["job", var name, "task", var task, "progress"] => JobRoutes.ReportProgressAsync(request, name, task),
        ["task", "kill", var name] => JobRoutes.KillAsync(request, name),
        ["graph", "dot"] => Get(request, Graphs.DotAsync),
        ["graph", "csv"] => Get(request, Graphs.CsvAsync),
        ["stats", var percentile] => Get(request, request => StatisticsRoutes.OfAllAsync(request, percentile)),
        ["leader"] => Get(request, request => LeaderAsync(request, leader)),
        _ => throw new ApiException(StatusCodes.Status404NotFound, $"There is nothing at {string.Join('/', path)}"),
    };

    private static Task Get(ApiRequest request, Func<ApiRequest, Task> serve)
    {
        request.Demand("GET", "HEAD");
        return serve(request);
    }

    private static Task LeaderAsync(ApiRequest request, string leader) => request.ReplyAsync(json =>
    {
        json.WriteStartObject();
        json.WriteString("leader", leader);
        json.WriteEndObject();
    });
}
