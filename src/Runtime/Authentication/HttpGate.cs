using Kernel.Model;
using Microsoft.AspNetCore.Http;

namespace Kernel.Runtime.Authentication;

/// <summary>
/// Lets callers in who have proved who they are, where a realm demands that. In a realm that demands nothing nobody is looked at, and
/// nobody has a principal (Mesos: AuthenticatorManager in 3rdparty/libprocess/src/authenticator_manager.cpp).
/// </summary>
/// <param name="realms">The realms that demand it.</param>
public sealed class HttpGate(IReadOnlyDictionary<string, IAuthenticator> realms)
{
    /// <summary>A gate of one realm, for those who know one name and password (<c>--http_credentials</c> of Marathon and Chronos).</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="pair"><c>user:password</c>; null: everybody may in.</param>
    public static HttpGate OfPair(string realm, string? pair) => new(pair is null
        ? []
        : new Dictionary<string, IAuthenticator> { [realm] = new BasicAuthenticator(realm, new(Credential.OfPair(pair))) });

    /// <summary>Whether a request may be served; if not, it has been answered with 401.</summary>
    /// <param name="context">The request; it has the caller's principal afterwards.</param>
    /// <param name="realm">The realm of what it asks for; null if that is for everybody.</param>
    public bool Admits(HttpContext context, string? realm)
    {
        if (realm is null || !realms.TryGetValue(realm, out var authenticator))
        {
            return true;
        }

        var outcome = authenticator.Authenticate(context.Request.Headers.Authorization);
        if (outcome.Principal is { } principal)
        {
            context.Features.Set(principal);
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = outcome.Challenge;
        context.Response.ContentLength = 0;
        return false;
    }
}

/// <summary>Who has made a request.</summary>
public static class HttpPrincipal
{
    extension(HttpContext context)
    {
        /// <summary>Who the caller has proved to be; null if nobody.</summary>
        public Principal? Principal => context.Features.Get<Principal>();
    }
}
