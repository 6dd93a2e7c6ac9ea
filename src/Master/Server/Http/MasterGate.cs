using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Http;

/// <summary>Who must prove who they are before a master serves them (Mesos: Master::initialize; mesos.md 5.18).</summary>
internal static class MasterGate
{
    /// <summary>What the flags demand of whom.</summary>
    /// <exception cref="FormatException">They demand what the master cannot check; the message says what is missing.</exception>
    public static HttpGate Of(MasterOptions options)
    {
        var authenticators = new Authenticators(options.ToCredentials(), null);
        var demanding = new Dictionary<string, IAuthenticator>();
        if (options.AuthenticateHttpReadonly)
        {
            demanding[Realms.ReadOnly] = authenticators.Of(Realms.ReadOnly, "http_authenticators", options.HttpAuthenticators);
        }

        if (options.AuthenticateHttpReadwrite)
        {
            demanding[Realms.ReadWrite] = authenticators.Of(Realms.ReadWrite, "http_authenticators", options.HttpAuthenticators);
        }

        if (options.AuthenticateHttpFrameworks)
        {
            demanding[Realms.Scheduler] = options.HttpFrameworkAuthenticators is { Count: > 0 } names
                ? authenticators.Of(Realms.Scheduler, "http_framework_authenticators", names)
                : throw new FormatException(
                    "Missing --http_framework_authenticators: it is needed with --authenticate_http_frameworks");
        }

        return new(demanding);
    }

    /// <summary>The middleware, behind the routing: lets a request through to its endpoint, or answers it.</summary>
    internal static async Task HandleAsync(HttpContext context, HttpGate gate, RequestDelegate next)
    {
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (!gate.Admits(context, pattern is null ? null : Realms.Of(pattern)))
        {
            return;
        }

        if (context.Principal is { Value: null } nameless)
        {
            await MessageAnswer.RefuseAsync(context, Nameless(nameless)).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static HttpRefusal Nameless(Principal principal) => new(
        403,
        $"The request's authenticated principal has claims ({string.Join(", ", principal.Claims.Keys.Order())}) but no value; "
        + "a master needs a value");
}
