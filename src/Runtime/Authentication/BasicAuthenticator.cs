using System.Text;
using Kernel.Model;

namespace Kernel.Runtime.Authentication;

/// <summary>HTTP Basic (RFC 7617; Mesos: BasicAuthenticator in 3rdparty/libprocess/src/authenticator.cpp).</summary>
/// <param name="realm">What the credentials are for.</param>
/// <param name="credentials">Who is known.</param>
public sealed class BasicAuthenticator(string realm, Credentials credentials) : IAuthenticator
{
    private const string Scheme = "Basic ";

    private readonly string challenge = $"Basic realm=\"{realm}\"";

    /// <inheritdoc/>
    public Authentication Authenticate(string? authorization) =>
        Read(authorization) is { } shown && credentials.Holds(shown.Principal, shown.Secret)
            ? new(Principal.Named(shown.Principal), challenge)
            : new(null, challenge);

    private static Credential? Read(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(text[..colon], text[(colon + 1)..]) : null;
    }
}
