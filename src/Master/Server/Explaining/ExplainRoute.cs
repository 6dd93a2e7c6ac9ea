using Kernel.Master.Server.Http;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
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

        // Who may see everything need not be shown a view.
        var viewer = reading.Viewers.Of(context.Principal);
        var seen = viewer.SeesEverything ? null : await reading.ViewAsync(context).ConfigureAwait(false);
        if (seen is not null && !Sees(seen, new(framework)))
        {
            await MessageAnswer.RefuseAsync(context, new(404, $"Framework '{framework}' is not known")).ConfigureAwait(false);
            return;
        }

        var agent = Text(context, "agent") is { } id ? new AgentId(id) : (AgentId?)null;
        var (answer, refusal) = await explaining
            .AnswerAsync(
                new(new(framework), Text(context, "role"), agent, reading.Viewers.Of(context.Principal)), context.RequestAborted)
            .ConfigureAwait(false);
        await (answer is null
            ? MessageAnswer.RefuseAsync(context, refusal!)
            : JsonAnswer.WriteAsync(context, json => ExplanationJson.Write(json, seen is null ? answer : Seen(answer, seen)))).ConfigureAwait(false);
    }

    private static bool Sees(MasterView seen, FrameworkId framework) => seen.Frameworks.Any(one => one.Id == framework);

    /// <summary>The answer without what is hidden: of other frameworks, and of roles.</summary>
    private static Explanation Seen(Explanation answer, MasterView seen) => answer with
    {
        Roles = [.. answer.Roles.Where(role => seen.Viewer.Roles.Sees(role.Standing.Role))],
        Holders = [.. answer.Holders.Where(holder => Sees(seen, holder.Framework) && seen.Viewer.Roles.Sees(holder.Role))],
    };

    private static string? Text(HttpContext context, string name) =>
        context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
}
