using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary>Which part of the API a path belongs to.</summary>
internal static class Routes
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, Leading leading, MarathonOptions options, EventStreams events)
    {
        var path = request.Uri;
        if (!path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            return SystemApi.ServeAsync(request, path);
        }

        var slash = path.IndexOf('/', 4);
        var area = slash < 0 ? path[4..] : path[4..slash];
        var rest = slash < 0 ? "" : path[(slash + 1)..];
        if (area.StartsWith("pods", StringComparison.Ordinal) && area is not "pods")
        {
            throw NoRoute();
        }

        if (area is not ("events" or "tasks" or "apps") && !request.Accepts("application/json"))
        {
            throw new StatusException(StatusCodes.Status406NotAcceptable);
        }

        return area switch
        {
            "apps" => AppsApi.ServeAsync(request, rest),
            "groups" => GroupsApi.ServeAsync(request, rest),
            "pods" => PodsApi.ServeAsync(request, rest),
            "tasks" => TasksApi.ServeAsync(request, rest),
            "deployments" => DeploymentsApi.ServeAsync(request, rest),
            "queue" => QueueApi.ServeAsync(request, rest),
            "events" => EventsApi.ServeAsync(request, events),
            "info" => InfoApi.InfoAsync(request, leading, options),
            "leader" => InfoApi.LeaderAsync(request, leading),
            "plugins" => InfoApi.PluginsAsync(request, rest),
            _ => throw NoRoute(),
        };
    }

    /// <summary>There is no such path.</summary>
    internal static RefusedException NoRoute() => new(new Refusal.NotFound("URI not found"));

    /// <summary>The path cannot be asked in this way.</summary>
    internal static StatusException WrongMethod() => new(StatusCodes.Status405MethodNotAllowed);
}
