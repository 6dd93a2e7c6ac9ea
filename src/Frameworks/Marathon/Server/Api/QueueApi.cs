using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/queue</c> (Marathon: QueueResource.scala).</summary>
internal static class QueueApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string rest)
    {
        var segments = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, segments) switch
        {
            ("GET" or "HEAD", []) => ListAsync(request),
            ("DELETE", [.. var id, "delay"]) => ResetAsync(request, PathId.Of(string.Join('/', id))),
            _ => throw Routes.WrongMethod(),
        };
    }

    private static async Task ListAsync(ApiRequest request)
    {
        var queue = await request.Scheduling.QueueAsync(request.Aborted).ConfigureAwait(false);
        var withOffers = request.Query("embed").Contains("lastUnusedOffers");
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("queue");
            foreach (var entry in queue)
            {
                QueueJson.Write(writer, entry, withOffers);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task ResetAsync(ApiRequest request, PathId id)
    {
        var waits = await request.Scheduling.Pump.AskAsync<bool>(
            reply => new MarathonInput.DelayResetting(id, reply), request.Aborted).ConfigureAwait(false);
        if (!waits)
        {
            throw new RefusedException(new Refusal.NotFound($"Application {id} not found in tasks queue."));
        }

        await request.EmptyAsync(StatusCodes.Status204NoContent).ConfigureAwait(false);
    }
}
