using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Kernel.Runtime.Http;

/// <summary>
/// Passes requests on to another server and its answers back, as they come: a follower's to its leader, a web page's to an agent.
/// </summary>
public sealed class HttpRelay : IDisposable
{
    private const int ConnectionsMax = 64;

    /// <summary>What belongs to one connection, and is not passed on (RFC 9110, 7.6.1).</summary>
    private static readonly string[] NotPassedOn =
        ["Connection", "Host", "Transfer-Encoding", "Keep-Alive", "Content-Length", "Upgrade", "TE", "Trailer"];

    private readonly string viaHeader;
    private readonly string via;
    private readonly HttpClient http;

    /// <summary>A relay.</summary>
    /// <param name="viaHeader">The header that says who passed a request on, for instance <c>X-Marathon-Via</c>.</param>
    /// <param name="address">What this server is called, <c>host:port</c>: a request that comes round to it again is refused.</param>
    /// <param name="connections">How connections are made.</param>
    /// <param name="reading">How long the answer's headers may take.</param>
    public HttpRelay(string viaHeader, string address, SocketsHttpHandler connections, TimeSpan reading)
    {
        this.viaHeader = viaHeader;
        via = $"1.1 {address}";
        connections.AllowAutoRedirect = false;
        connections.UseCookies = false;
        connections.MaxConnectionsPerServer = ConnectionsMax;
        http = new(connections) { Timeout = reading };
    }

    /// <summary>Passes a request on. Nothing has been answered if it fails.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">Where it goes, with path and query.</param>
    public async Task<RelayOutcome> PassOnAsync(HttpContext context, Uri target)
    {
        if (context.Request.Headers[viaHeader].Any(one => one?.Contains(via, StringComparison.Ordinal) == true))
        {
            return RelayOutcome.Loop;
        }

        try
        {
            using var request = Request(context, target);
            using var answer = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted).ConfigureAwait(false);
            await CopyAsync(answer, context).ConfigureAwait(false);
            return RelayOutcome.PassedOn;
        }
        catch (HttpRequestException) when (!context.Response.HasStarted)
        {
            return RelayOutcome.Refused;
        }
        catch (TaskCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return RelayOutcome.TimedOut;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpContext context, Uri target)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!NotPassedOn.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.TryAddWithoutValidation(viaHeader, via);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        return request;
    }

    private async Task CopyAsync(HttpResponseMessage answer, HttpContext context)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        IEnumerable<HttpHeaders> headers = [answer.Headers, answer.Content.Headers];
        foreach (var (name, values) in headers.SelectMany(static all => all))
        {
            if (!NotPassedOn.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        context.Response.Headers.Append(viaHeader, via);
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>How passing a request on ended.</summary>
public enum RelayOutcome
{
    /// <summary>The other server's answer went to the caller.</summary>
    PassedOn,

    /// <summary>The request has been here before.</summary>
    Loop,

    /// <summary>The other server could not be reached.</summary>
    Refused,

    /// <summary>The other server did not answer in time.</summary>
    TimedOut,
}
