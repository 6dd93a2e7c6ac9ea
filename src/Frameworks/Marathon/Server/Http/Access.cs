using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary>Who may call, from where: basic credentials, and pages of other origins.</summary>
internal sealed class Access(MarathonOptions options)
{
    private readonly HttpGate gate = HttpGate.OfPair(options.HttpRealm, options.HttpCredentials);

    /// <summary>Whether a request may be served; if not, it has been answered.</summary>
    internal bool Admits(HttpContext context)
    {
        AllowOrigin(context);
        if (HttpMethods.IsOptions(context.Request.Method) && options.AccessControlAllowOrigin.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return false;
        }

        return gate.Admits(context, options.HttpRealm);
    }

    private void AllowOrigin(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var allowed = options.AccessControlAllowOrigin.FirstOrDefault(known => known == "*" || known == origin);
        if (allowed is null)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = allowed;
        headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
        headers.AccessControlMaxAge = "86400";
        if (context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked)
        {
            headers.AccessControlAllowHeaders = asked;
        }
    }
}
