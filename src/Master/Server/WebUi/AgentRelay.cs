using System.Collections.Frozen;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Kernel.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.WebUi;

/// <summary>
/// Passes what pages ask of an agent on to it, <c>/agent/ID/files/read?...</c>: a browser need reach nobody but the master, and
/// asks no foreign server. The agent decides who may see what: the caller's own credentials go along.
/// </summary>
internal sealed class AgentRelay(Func<CancellationToken, Task<MasterView>> view, Leading leading, string address, Tls? tls)
    : IDisposable
{
    /// <summary>Where it answers.</summary>
    public const string Route = "/agent/{id}/{**path}";

    /// <summary>What of an agent may be asked for in this way; it only reads.</summary>
    private static readonly FrozenSet<string> Readable = FrozenSet.ToFrozenSet(
        ["files/browse", "files/read", "files/download", "state", "containers", "monitor/statistics", "metrics/snapshot", "version"]);

    private readonly HttpRelay relay = new("X-Kernel-Via", address, Tls.Handler(tls, TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(30));

    /// <summary>Adds the endpoint.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Route, [HttpMethods.Get, HttpMethods.Head], PassOnAsync);

    /// <inheritdoc/>
    public void Dispose() => relay.Dispose();

    private async Task PassOnAsync(HttpContext context)
    {
        if (await leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
        {
            return;
        }

        var (id, path) = ((string)context.Request.RouteValues["id"]!, (string?)context.Request.RouteValues["path"] ?? "");
        var outcome = !Readable.Contains(path) ? new HttpRefusal(404, $"'{path}' is not passed on to agents")
            : await FindAsync(id, context.RequestAborted).ConfigureAwait(false) is not { } agent ? new(404, $"No agent '{id}' is registered")
            : Refusal(await relay.PassOnAsync(context, new($"{Tls.SchemeOf(tls)}://{agent}/{path}{context.Request.QueryString}")).ConfigureAwait(false), id);
        if (outcome is not null)
        {
            await MessageAnswer.RefuseAsync(context, outcome).ConfigureAwait(false);
        }
    }

    /// <summary>Where an agent listens, <c>ip:port</c>.</summary>
    private async Task<string?> FindAsync(string id, CancellationToken stop)
    {
        var index = (await view(stop).ConfigureAwait(false)).Index;
        return index.Agents.GetValueOrDefault(new(id)) is { } found
            ? found.Pid[(found.Pid.IndexOf('@', StringComparison.Ordinal) + 1)..]
            : null;
    }

    private static HttpRefusal? Refusal(RelayOutcome outcome, string id) => outcome switch
    {
        RelayOutcome.Loop => new(502, "A loop: this request has been here before"),
        RelayOutcome.Refused => new(502, $"Agent '{id}' could not be reached"),
        RelayOutcome.TimedOut => new(504, $"Agent '{id}' did not answer in time"),
        _ => null,
    };
}
