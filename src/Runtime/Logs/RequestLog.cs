using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kernel.Runtime.Logs;

/// <summary>Logs every HTTP request once the level is raised: its method, path and caller, never its query or body.</summary>
public static partial class RequestLog
{
    /// <summary>The middleware.</summary>
    public static Task HandleAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        if (log.IsEnabled(LogLevel.Debug))
        {
            Requested(log, context.Request.Method, context.Request.Path, $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}");
        }

        return next(context);
    }

    [LoggerMessage(110, LogLevel.Debug, "HTTP {Method} for {Path} from {Address}")]
    private static partial void Requested(ILogger log, string method, string path, string address);
}
