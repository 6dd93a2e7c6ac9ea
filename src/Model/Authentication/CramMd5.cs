using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kernel.Model;

/// <summary>
/// CRAM-MD5 (RFC 2195): who knows a secret proves it by a digest of it and of a challenge, without showing it. It is what Mesos's agents
/// and masters speak (src/authentication/cram_md5).
/// </summary>
public static class CramMd5
{
    /// <summary>The name of the mechanism.</summary>
    public const string Mechanism = "CRAM-MD5";

    /// <summary>The longest answer that is looked at, in bytes.</summary>
    public const int AnswerBytesMax = 4096;

    /// <summary>A challenge that has never been one before.</summary>
    /// <param name="chance">Where its random part comes from.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="host">Who makes it.</param>
    public static string Challenge(Chance chance, Moment now, string host) => string.Create(
        CultureInfo.InvariantCulture, $"<{chance.NextBits()}{chance.NextBits()}.{(long)now.Seconds}@{host}>");

    /// <summary>What a principal answers.</summary>
    public static string Answer(Credential credential, ReadOnlySpan<byte> challenge) =>
        $"{credential.Principal} {Digest(credential.Secret, challenge)}";

    /// <summary>Who has answered a challenge; null if the answer is not that of anybody who is known.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="secrets">The secrets of all who are known, by principal.</param>
    public static string? Judge(ReadOnlySpan<byte> answer, string challenge, IReadOnlyDictionary<string, string> secrets)
    {
        if (answer.Length > AnswerBytesMax || answer.LastIndexOf((byte)' ') is not (var space and > 0))
        {
            return null;
        }

        var principal = Encoding.UTF8.GetString(answer[..space]);
        var isKnown = secrets.TryGetValue(principal, out var secret);
        var digest = Encoding.UTF8.GetBytes(Digest(secret ?? "", Encoding.UTF8.GetBytes(challenge)));
        return CryptographicOperations.FixedTimeEquals(digest, answer[(space + 1)..]) && isKnown ? principal : null;
    }

    private static string Digest(string secret, ReadOnlySpan<byte> challenge) =>
        Convert.ToHexStringLower(HMACMD5.HashData(Encoding.UTF8.GetBytes(secret), challenge));
}
