namespace Kernel.Runtime.Authentication;

/// <summary>
/// Several ways to prove who one is, the first that succeeds counting; who succeeds with none is shown all challenges (Mesos:
/// CombinedAuthenticator in src/authentication/http/combined_authenticator.cpp).
/// </summary>
public sealed class AnyAuthenticator(params IReadOnlyList<IAuthenticator> ways) : IAuthenticator
{
    /// <inheritdoc/>
    public Authentication Authenticate(string? authorization)
    {
        var challenges = new List<string>(ways.Count);
        foreach (var way in ways)
        {
            var outcome = way.Authenticate(authorization);
            if (outcome.Principal is not null)
            {
                return outcome;
            }

            challenges.Add(outcome.Challenge);
        }

        return new(null, string.Join(",", challenges));
    }
}
