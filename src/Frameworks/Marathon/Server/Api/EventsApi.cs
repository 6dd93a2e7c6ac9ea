using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/events</c>: what happens, as server-sent events.</summary>
internal static class EventsApi
{
    /// <summary>Serves a listener until it goes away, or reads too slowly.</summary>
    internal static async Task ServeAsync(ApiRequest request, EventStreams events)
    {
        var accept = request.Context.Request.Headers.Accept.ToString();
        if (request.Method != "GET" || !accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            throw new StatusException(StatusCodes.Status405MethodNotAllowed);
        }

        var response = request.Context.Response;
        response.ContentType = "text/event-stream";
        request.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(request.Aborted).ConfigureAwait(false);
        var types = request.Query("event_type").OfType<string>().ToHashSet();
        await events.ServeAsync(response.BodyWriter, request.Client, types, request.Aborted).ConfigureAwait(false);
    }
}
