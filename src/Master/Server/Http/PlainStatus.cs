using System.Threading.Channels;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>Says in words, as Mesos does, that a path or its method does not exist.</summary>
internal static class PlainStatus
{
    /// <summary>The middleware.</summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException half) when (!context.Response.HasStarted)
        {
            // Whoever sends half a request is at fault, not this program.
            context.Response.StatusCode = half.StatusCode;
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (ChannelClosedException) when (!context.Response.HasStarted)
        {
            await MessageAnswer.RefuseAsync(context, new(503, "This master is ending")).ConfigureAwait(false);
            return;
        }

        if (context.Response.HasStarted || context.Response.ContentLength is not null)
        {
            return;
        }

        var method = context.Request.Method;
        var text = context.Response.StatusCode switch
        {
            404 => "404 Not Found.",
            405 => $"405 Method Not Allowed. Expecting one of {{ '{context.Response.Headers.Allow}' }}, but received '{method}'.",
            _ => null,
        };
        if (text is not null)
        {
            await MessageAnswer.RefuseAsync(context, new(context.Response.StatusCode, text)).ConfigureAwait(false);
        }
    }
}
