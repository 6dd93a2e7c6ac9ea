using Kernel.Master.Server.Http;
using Kernel.Model;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Explaining;

/// <summary>
/// <c>/allocator/explain?framework=ID[&amp;role=ROLE][&amp;agent=ID]</c>: why a framework is, or is not, offered what is free. Mesos has nothing like it.
/// </summary>
internal sealed class ExplainRoute(MasterReading reading, AllocationExplaining explaining)
{
    /// <summary>Adds the endpoint.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapRead("allocator/explain", ExplainAsync);

    private async Task ExplainAsync(HttpContext context)
    {
        if (await reading.Leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
        {
            return;
        }

        if (Text(context, "framework") is not { } framework)
        {
            await MessageAnswer.RefuseAsync(context, new(400, "Expecting 'framework' to be the id of a framework")).ConfigureAwait(false);
            return;
        }

        var agent = Text(context, "agent") is { } id ? new AgentId(id) : (AgentId?)null;
        var (answer, refusal) = await explaining
            .AnswerAsync(new(new(framework), Text(context, "role"), agent), context.RequestAborted)
            .ConfigureAwait(false);
        await (answer is null
            ? MessageAnswer.RefuseAsync(context, refusal!)
            : JsonAnswer.WriteAsync(context, json => ExplanationJson.Write(json, answer))).ConfigureAwait(false);
    }

    private static string? Text(HttpContext context, string name) =>
        context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
}
