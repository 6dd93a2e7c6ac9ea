namespace Kernel.Runtime.Authentication;

/// <summary>Makes the authenticators that flags name.</summary>
/// <param name="credentials">Who is known by a secret; null if no credentials were given.</param>
/// <param name="tokens">What knows tokens; null if no key was given.</param>
public sealed class Authenticators(Credentials? credentials, Tokens? tokens)
{
    /// <summary>HTTP Basic with the credentials.</summary>
    public const string Basic = "basic";

    /// <summary>Bearer tokens signed with the key.</summary>
    public const string Jwt = "jwt";

    /// <summary>The authenticator of a realm.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="flag">The flag that names the authenticators, for errors.</param>
    /// <param name="names">Their names.</param>
    /// <exception cref="FormatException">There is no such authenticator, or it lacks what it needs.</exception>
    public IAuthenticator Of(string realm, string flag, IReadOnlyList<string> names)
    {
        if (names.Count == 0 || names.Distinct().Count() < names.Count)
        {
            throw new FormatException($"Failed to load flag '{flag}': expecting at least one authenticator, and none twice");
        }

        IAuthenticator[] all = [.. names.Select(name => Make(realm, flag, name))];
        return all is [var one] ? one : new AnyAuthenticator(all);
    }

    private IAuthenticator Make(string realm, string flag, string name) => name switch
    {
        Basic => new BasicAuthenticator(realm, credentials ?? throw new FormatException(
            $"No credentials provided for the default 'basic' HTTP authenticator for realm '{realm}'")),
        Jwt => new JwtAuthenticator(realm, tokens ?? throw new FormatException(
            $"No secret key provided for the default 'jwt' HTTP authenticator for realm '{realm}'")),
        _ => throw new FormatException($"Failed to load flag '{flag}': there is no HTTP authenticator '{name}'; expecting basic or jwt"),
    };
}
