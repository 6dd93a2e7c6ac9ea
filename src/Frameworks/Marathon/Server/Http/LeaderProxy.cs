using Kernel.Protocol;
using Kernel.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary>Passes requests on to the leader (Marathon: LeaderProxyFilter.scala).</summary>
internal sealed class LeaderProxy(Self self, MarathonOptions options) : IDisposable
{
    private readonly HttpRelay relay = new(
        "X-Marathon-Via",
        self.Address,
        Tls.Handler(null, TimeSpan.FromMilliseconds(options.LeaderProxyConnectionTimeout)),
        TimeSpan.FromMilliseconds(options.LeaderProxyReadTimeout));

    /// <summary>Passes a request on; who listens to events is sent there himself.</summary>
    /// <param name="context">The request.</param>
    /// <param name="leader">The leader, <c>host:port</c>.</param>
    internal async Task PassOnAsync(HttpContext context, string leader)
    {
        var target = $"http://{leader}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}";
        if (context.Request.Path.StartsWithSegments("/v2/events", StringComparison.Ordinal))
        {
            context.Response.Redirect(target);
            return;
        }

        if (Refusal(await relay.PassOnAsync(context, new(target)).ConfigureAwait(false)) is { } message)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, message).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with a message.</summary>
    internal static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $"{{\"message\":\"{message}\"}}", context.RequestAborted).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => relay.Dispose();

    private static string? Refusal(RelayOutcome outcome) => outcome switch
    {
        RelayOutcome.Loop => "Detected proxying loop.",
        RelayOutcome.Refused => "Connection to leader refused.",
        RelayOutcome.TimedOut => "Connection to leader timed out.",
        _ => null,
    };
}
