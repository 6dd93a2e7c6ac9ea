using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/deployments</c> (Marathon: DeploymentsResource.scala).</summary>
internal static class DeploymentsApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string rest) => (request.Method, rest.Trim('/')) switch
    {
        ("GET" or "HEAD", "") => ListAsync(request),
        ("DELETE", { Length: > 0 } id) => DeleteAsync(request, id),
        _ => throw Routes.WrongMethod(),
    };

    private static async Task ListAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var deployment in view.Deployments)
            {
                DeploymentJson.Write(writer, deployment, view);
            }

            writer.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ApiRequest request, string id)
    {
        if (!request.Flag("force"))
        {
            var answer = await request.ChangeAsync(new RootChange.RollBack(id), true).ConfigureAwait(false);
            await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
            return;
        }

        var known = await request.Scheduling.Pump.AskAsync<bool>(
            reply => new MarathonInput.DeploymentCancelling(id, reply), request.Aborted).ConfigureAwait(false);
        if (!known)
        {
            throw new RefusedException(new Refusal.NotFound($"DeploymentPlan {id} does not exist"));
        }

        await request.EmptyAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
    }
}
