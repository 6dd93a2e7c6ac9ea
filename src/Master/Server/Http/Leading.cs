using Kernel.Protocol;
using Kernel.Store;
using Mesos.V1;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>Whether this master leads, and what callers are told if it does not (mesos.md 1.6).</summary>
/// <param name="store">Where leaders are elected.</param>
/// <param name="self">This master's id.</param>
internal sealed class Leading(IStore store, string self)
{
    private volatile bool isLeading;

    /// <summary>Whether this master leads and has recovered its registry.</summary>
    public bool IsLeading => isLeading;

    /// <summary>Says that it leads.</summary>
    public void Begin() => isLeading = true;

    /// <summary>Who leads, if it is known and can be asked for. A leader says of itself what Mesos publishes, and may be one of Mesos's.</summary>
    public async Task<MasterInfo?> LeaderAsync(CancellationToken stop)
    {
        try
        {
            return await store.LeaderAsync(stop).ConfigureAwait(false) is { } info ? MesosJson.Parse<MasterInfo>(info) : null;
        }
        catch (Exception unknown) when (unknown is MesosJsonException or StoreException)
        {
            return null;
        }
    }

    /// <summary>
    /// Answers a caller if this master does not lead: 307 to who does, 503 if nobody does, or if it is this one and still reads
    /// its registry.
    /// </summary>
    /// <returns>Whether it answered.</returns>
    public async Task<bool> AnswerOtherwiseAsync(HttpContext context)
    {
        if (isLeading)
        {
            return false;
        }

        if (await LeaderAsync(context.RequestAborted).ConfigureAwait(false) is not { } leader)
        {
            await MessageAnswer.RefuseAsync(context, new(503, "No leader elected")).ConfigureAwait(false);
        }
        else if (leader.Id == self)
        {
            await MessageAnswer.RefuseAsync(context, new(503, "Master has not finished recovery")).ConfigureAwait(false);
        }
        else
        {
            // The address is relative to the protocol, as Mesos's: proxies that end TLS depend on it.
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location =
                $"//{leader.Hostname}:{leader.Port}{context.Request.Path}{context.Request.QueryString}";
            context.Response.ContentLength = 0;
        }

        return true;
    }
}
