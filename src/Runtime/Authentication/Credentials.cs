using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Kernel.Model;

namespace Kernel.Runtime.Authentication;

/// <summary>Whom a component knows. Of several credentials for one principal the last one counts, as in Mesos.</summary>
public sealed class Credentials
{
    private static readonly byte[] Nobody = Digest("");

    private readonly FrozenDictionary<string, (string Secret, byte[] Digest)> secrets;

    /// <summary>The given ones.</summary>
    public Credentials(params IEnumerable<Credential> credentials) => secrets = credentials
        .GroupBy(static credential => credential.Principal)
        .ToFrozenDictionary(static group => group.Key, static group => (group.Last().Secret, Digest(group.Last().Secret)));

    /// <summary>How many principals there are.</summary>
    public int Count => secrets.Count;

    /// <summary>The secrets by principal, for exchanges that prove a secret without showing it.</summary>
    public IReadOnlyDictionary<string, string> Secrets => secrets.ToFrozenDictionary(static one => one.Key, static one => one.Value.Secret);

    /// <summary>
    /// Whether a secret is that of a principal. How long it takes tells neither how much of the secret was right nor whether
    /// the principal is known.
    /// </summary>
    public bool Holds(string principal, string secret)
    {
        var isKnown = secrets.TryGetValue(principal, out var known);
        var isSame = CryptographicOperations.FixedTimeEquals(Digest(secret), isKnown ? known.Digest : Nobody);
        return isKnown && isSame;
    }

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
