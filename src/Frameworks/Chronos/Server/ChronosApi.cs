using Kernel.Chronos.Core;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>
/// Serves every request while this Chronos leads, and passes it on to the leader while it does not (chronos.md 1).
/// </summary>
internal sealed partial class ChronosApi(Leading leading, ChronosOptions options, TimeProvider time, ILogger log)
{
    private readonly LeaderProxy proxy = new(leading.Self);
    private readonly HttpGate gate = HttpGate.OfPair(options.HttpRealm, options.HttpCredentials);
    private readonly DateTimeOffset started = time.GetUtcNow();

    /// <summary>Serves a request.</summary>
    internal async Task ServeAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
            context.Response.Headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        }
        else if (gate.Admits(context, options.HttpRealm))
        {
            await (leading.Scheduling is { } scheduling ? AnswerAsync(context, scheduling) : PassOnAsync(context)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Scheduling scheduling)
    {
        var request = new ApiRequest(context, scheduling);
        try
        {
            await Routes.ServeAsync(request, context.Request.Path, leading.Self.Address, started).ConfigureAwait(false);
        }
        catch (JobRefusedException refused)
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, refused.Message).ConfigureAwait(false);
        }
        catch (ApiException refused)
        {
            await request.RefuseAsync(refused.Status, refused.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException refused)
        {
            await request.RefuseAsync(refused.StatusCode, refused.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone away.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            Failed(log, context.Request.Path, failure);
            await request.RefuseAsync(StatusCodes.Status500InternalServerError, failure.Message).ConfigureAwait(false);
        }
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var leader = await leading.LeaderAsync(context.RequestAborted).ConfigureAwait(false);
        if (leader is not null && leader != leading.Self.Address)
        {
            await proxy.PassOnAsync(context, leader).ConfigureAwait(false);
        }
        else
        {
            await LeaderProxy.AnswerAsync(
                context, StatusCodes.Status503ServiceUnavailable, "No Chronos leads at present.").ConfigureAwait(false);
        }
    }

    [LoggerMessage(5, LogLevel.Error, "A request to {Path} failed")]
    private static partial void Failed(ILogger log, string path, Exception failure);
}
