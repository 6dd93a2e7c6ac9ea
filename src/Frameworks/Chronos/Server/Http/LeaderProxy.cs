using Kernel.Protocol;
using Kernel.Runtime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kernel.Chronos.Server;

/// <summary>Passes requests on to the leader (chronos.md 1).</summary>
internal sealed class LeaderProxy(Self self) : IDisposable
{
    private readonly HttpRelay relay = new("X-Chronos-Via", self.Address, Tls.Handler(null, TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(30));

    /// <summary>Passes a request on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="leader">The leader, <c>host:port</c>.</param>
    internal async Task PassOnAsync(HttpContext context, string leader)
    {
        var target = new Uri($"http://{leader}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}");
        if (Refusal(await relay.PassOnAsync(context, target).ConfigureAwait(false)) is { } message)
        {
            await AnswerAsync(context, StatusCodes.Status502BadGateway, message).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with a message.</summary>
    internal static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var phrase = ReasonPhrases.GetReasonPhrase(status);
        await context.Response.WriteAsync(
            $"{{\"status\":\"{phrase}\",\"message\":\"{message}\"}}", context.RequestAborted).ConfigureAwait(false);
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
