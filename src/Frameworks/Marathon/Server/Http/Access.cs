using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary>Who may call, from where: basic credentials, and pages of other origins.</summary>
internal sealed class Access(MarathonOptions options)
{
    private readonly byte[]? credentials = options.HttpCredentials is { } text
        ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>Whether a request may be served; if not, it has been answered.</summary>
    internal bool Admits(HttpContext context)
    {
        AllowOrigin(context);
        if (HttpMethods.IsOptions(context.Request.Method) && options.AccessControlAllowOrigin.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return false;
        }

        if (credentials is null || IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = $"Basic realm=\"{options.HttpRealm}\"";
        return false;
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

    private bool IsKnown(string authorization)
    {
        const string scheme = "Basic ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var buffer = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), buffer, out var length)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(buffer.AsSpan(0, length)), credentials);
    }
}
