using Kernel.Model;

namespace Kernel.Runtime.Authentication;

/// <summary>What comes of looking at a caller's <c>Authorization</c> header.</summary>
/// <param name="Principal">Who the caller is; null if that is not proved.</param>
/// <param name="Challenge">What a caller who is nobody is told to prove, for <c>WWW-Authenticate</c>.</param>
public readonly record struct Authentication(Principal? Principal, string Challenge);

/// <summary>Finds out who calls (Mesos: process::http::authentication::Authenticator).</summary>
public interface IAuthenticator
{
    /// <summary>Looks at an <c>Authorization</c> header.</summary>
    /// <param name="authorization">The header; null or empty if there is none.</param>
    Authentication Authenticate(string? authorization);
}
