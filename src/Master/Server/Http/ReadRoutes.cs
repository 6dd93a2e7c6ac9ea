using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Http;

/// <summary>Maps endpoints that only read.</summary>
internal static class ReadRoutes
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps a name under its bare path and under <c>/master</c>, both with the suffix <c>.json</c> too, which old tools still use. Any method
    /// will do, as in Mesos.
    /// </summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string name, RequestDelegate handle)
    {
        foreach (var path in Paths(name))
        {
            routes.Map(path, handle);
        }
    }

    /// <summary>The same for a name under which other methods write.</summary>
    public static void MapReadOnly(this IEndpointRouteBuilder routes, string name, RequestDelegate handle)
    {
        foreach (var path in Paths(name))
        {
            routes.MapMethods(path, Reading, handle);
        }
    }

    private static string[] Paths(string name) => [$"/{name}", $"/master/{name}", $"/{name}.json", $"/master/{name}.json"];
}
