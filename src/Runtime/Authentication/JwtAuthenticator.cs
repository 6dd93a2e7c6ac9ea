namespace Kernel.Runtime.Authentication;

/// <summary>
/// Bearer tokens (RFC 6750; Mesos: JWTAuthenticator in 3rdparty/libprocess/src/jwt_authenticator.cpp). Who shows one has claims, and no
/// name.
/// </summary>
/// <param name="realm">What the tokens are for.</param>
/// <param name="tokens">What knows them.</param>
public sealed class JwtAuthenticator(string realm, Tokens tokens) : IAuthenticator
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public Authentication Authenticate(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, $"Bearer realm=\"{realm}\"");
        }

        return tokens.Read(authorization[Scheme.Length..].Trim(), out var claims) is { } reason
            ? new(null, $"Bearer realm=\"{realm}\", error=\"invalid_token\", error_description=\"Invalid JWT: {reason}\"")
            : new(new(null, claims), "");
    }
}
