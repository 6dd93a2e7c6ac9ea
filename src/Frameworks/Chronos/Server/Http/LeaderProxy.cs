using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Kernel.Chronos.Server;

/// <summary>Passes requests on to the leader (chronos.md 1).</summary>
internal sealed class LeaderProxy : IDisposable
{
    private const string ViaHeader = "X-Chronos-Via";

    private static readonly string[] NotPassedOn = ["Connection", "Host", "Transfer-Encoding", "Keep-Alive", "Content-Length"];

    private readonly Self self;
    private readonly HttpClient http;

    internal LeaderProxy(Self self)
    {
        this.self = self;
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 64,
        })
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    private string Via => $"1.1 {self.Address}";

    /// <summary>Passes a request on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="leader">The leader, <c>host:port</c>.</param>
    internal async Task PassOnAsync(HttpContext context, string leader)
    {
        var target = $"http://{leader}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}";
        if (context.Request.Headers[ViaHeader].Any(via => via?.Contains(Via, StringComparison.Ordinal) == true))
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "Detected proxying loop.").ConfigureAwait(false);
            return;
        }

        try
        {
            using var request = Request(context, target);
            using var answer = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted).ConfigureAwait(false);
            await CopyAsync(answer, context).ConfigureAwait(false);
        }
        catch (HttpRequestException) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "Connection to leader refused.").ConfigureAwait(false);
        }
        catch (TaskCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, "Connection to leader timed out.").ConfigureAwait(false);
        }
    }

    /// <summary>Answers with a message.</summary>
    internal static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var phrase = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        await context.Response.WriteAsync(
            $"{{\"status\":\"{phrase}\",\"message\":\"{message}\"}}", context.RequestAborted).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpContext context, string target)
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

        request.Headers.TryAddWithoutValidation(ViaHeader, Via);
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

        context.Response.Headers.Append(ViaHeader, Via);
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
