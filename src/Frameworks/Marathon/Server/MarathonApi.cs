using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kernel.Marathon.Server;

/// <summary>
/// Serves HTTP: admits requests, passes them on to the leader or routes them to the part of the API that they are for.
/// </summary>
internal sealed class MarathonApi
{
    private static readonly TimeSpan LeaderPoll = TimeSpan.FromMilliseconds(250);
    private const int LeaderPolls = 10;

    private readonly Leading leading;
    private readonly MarathonOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Access access;
    private readonly LeaderProxy proxy;
    private int serving;

    internal MarathonApi(Leading leading, MarathonOptions options, TimeProvider time, ILogger log)
    {
        this.leading = leading;
        this.options = options;
        this.time = time;
        this.log = log;
        access = new(options);
        proxy = new(leading.Self, options);
        Events = new(options.EventStreamMaxOutstandingMessages, time);
    }

    /// <summary>Those who listen on <c>/v2/events</c>.</summary>
    internal EventStreams Events { get; }

    /// <summary>Serves a request.</summary>
    internal async Task ServeAsync(HttpContext context)
    {
        if (!access.Admits(context))
        {
            return;
        }

        var isStream = context.Request.Path.StartsWithSegments("/v2/events", StringComparison.Ordinal);
        var max = options.HttpMaxConcurrentRequests ?? int.MaxValue;
        if (Interlocked.Increment(ref serving) > max && !isStream)
        {
            Interlocked.Decrement(ref serving);
            await LeaderProxy.AnswerAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                $"Too many concurrent requests! Allowed: {max}.").ConfigureAwait(false);
            return;
        }

        try
        {
            await DispatchAsync(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref serving);
        }
    }

    private async Task DispatchAsync(HttpContext context)
    {
        for (var i = 0; i < LeaderPolls; i++)
        {
            if (leading.Scheduling is { } scheduling)
            {
                await AnswerAsync(context, scheduling).ConfigureAwait(false);
                return;
            }

            var leader = await leading.LeaderAsync(context.RequestAborted).ConfigureAwait(false);
            if (leader is not null && leader != leading.Self.Address)
            {
                await proxy.PassOnAsync(context, leader).ConfigureAwait(false);
                return;
            }

            await Task.Delay(LeaderPoll, time, context.RequestAborted).ConfigureAwait(false);
        }

        await LeaderProxy.AnswerAsync(
            context, StatusCodes.Status502BadGateway, "Could not determine the current leader").ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, Scheduling scheduling)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache, no-store, must-revalidate";
        headers.Pragma = "no-cache";
        headers.Expires = "0";
        headers["X-Marathon-Leader"] = $"http://{leading.Self.Address}";
        headers.XFrameOptions = "DENY";
        headers.XXSSProtection = "1; mode=block";
        var request = new ApiRequest(context, scheduling);
        return ErrorAnswers.GuardAsync(request, () => Routes.ServeAsync(request, leading, options, Events), log);
    }
}
