using System.Text;
using Kernel.Model;
using Kernel.Runtime.Authentication;

namespace Kernel.Agent.Server.Http;

/// <summary>Who must prove who they are before an agent serves them (Mesos: Slave::initialize; mesos.md 3.12, 5.18).</summary>
/// <param name="Gate">Lets callers in.</param>
/// <param name="Tokens">What makes and knows the tokens of executors; null if they need none.</param>
public sealed record AgentAccess(HttpGate Gate, Tokens? Tokens)
{
    /// <summary>What the flags demand of whom.</summary>
    /// <exception cref="FormatException">They demand what the agent cannot check; the message says what is missing.</exception>
    public static AgentAccess Of(AgentOptions options, TimeProvider time)
    {
        var credentials = options.HttpCredentials is { } file ? CredentialsFile.Read("http_credentials", file) : null;
        var tokens = options.JwtSecretKey is { } key ? new Tokens(KeyOf(key), time) : null;
        var authenticators = new Authenticators(credentials, tokens);
        var realms = new Dictionary<string, IAuthenticator>();
        if (options.AuthenticateHttpReadonly)
        {
            realms[Realms.ReadOnly] = authenticators.Of(Realms.ReadOnly, "http_authenticators", NamesOf(options));
        }

        if (options.AuthenticateHttpReadwrite)
        {
            realms[Realms.ReadWrite] = authenticators.Of(Realms.ReadWrite, "http_authenticators", NamesOf(options));
        }

        if (!options.AuthenticateHttpExecutors)
        {
            return new(new(realms), null);
        }

        realms[Realms.Executor] = new JwtAuthenticator(Realms.Executor, tokens ?? throw new FormatException(
            "Missing --jwt_secret_key: it is needed with --authenticate_http_executors"));
        return new(new(realms), tokens);
    }

    /// <summary>Who the agent itself proves to be to masters; null: nobody.</summary>
    /// <exception cref="FormatException">That cannot be read, or there is no such way to prove it.</exception>
    public static Credential? CredentialOf(AgentOptions options)
    {
        if (options.Authenticatee != "crammd5")
        {
            throw new FormatException(
                $"Failed to load flag 'authenticatee': there is no authenticatee '{options.Authenticatee}'; expecting crammd5");
        }

        if (options.AuthenticationTimeoutMin <= TimeSpan.Zero || options.AuthenticationTimeoutMax < options.AuthenticationTimeoutMin)
        {
            throw new FormatException("--authentication_timeout_min must be more than nothing and at most --authentication_timeout_max");
        }

        return options.Credential is { } file ? CredentialsFile.ReadOne("credential", file) : null;
    }

    private static IReadOnlyList<string> NamesOf(AgentOptions options) => options switch
    {
        { HttpAuthenticators: { Count: > 0 } names } => names,
        { AuthenticateHttpExecutors: true } => [Authenticators.Basic, Authenticators.Jwt],
        _ => [Authenticators.Basic],
    };

    private static byte[] KeyOf(string flag) => SecretText.Read("jwt_secret_key", flag) is { Length: > 0 } key
        ? Encoding.UTF8.GetBytes(key)
        : throw new FormatException("Failed to load flag 'jwt_secret_key': the file is empty");
}
