using System.Security.Cryptography;
using System.Text;
using Kernel.Chronos.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>
/// Serves every request while this Chronos leads, and passes it on to the leader while it does not (chronos.md 1).
/// </summary>
internal sealed partial class ChronosApi(Leading leading, ChronosOptions options, TimeProvider time, ILogger log)
{
    private const string Realm = "Basic ";

    private readonly LeaderProxy proxy = new(leading.Self);
    private readonly byte[]? credentials = options.HttpCredentials is { } text
        ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;
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
        else if (!IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = $"Basic realm=\"{options.HttpRealm}\"";
        }
        else if (leading.Scheduling is { } scheduling)
        {
            await AnswerAsync(context, scheduling).ConfigureAwait(false);
        }
        else
        {
            await PassOnAsync(context).ConfigureAwait(false);
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

    private bool IsKnown(string authorization)
    {
        if (credentials is null)
        {
            return true;
        }

        if (!authorization.StartsWith(Realm, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var buffer = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[Realm.Length..].Trim(), buffer, out var length)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(buffer.AsSpan(0, length)), credentials);
    }

    [LoggerMessage(5, LogLevel.Error, "A request to {Path} failed")]
    private static partial void Failed(ILogger log, string path, Exception failure);
}
