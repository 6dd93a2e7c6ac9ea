using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kernel.Runtime.Authentication;

/// <summary>
/// Makes and reads JSON web tokens signed with HMAC-SHA256 (RFC 7519; Mesos: 3rdparty/libprocess/src/jwt.cpp).
/// </summary>
/// <param name="key">The key that they are signed with.</param>
/// <param name="time">The clock by which they expire.</param>
public sealed class Tokens(byte[] key, TimeProvider time)
{
    private const int LengthMax = 16 * 1024;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Makes a token for claims; it does not expire.</summary>
    public string Make(IReadOnlyDictionary<string, string> claims)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="claims">What it claims, if it is valid. Claims that are no texts are as they stand in the token.</param>
    /// <returns>Null if it is valid, else why it is not.</returns>
    public string? Read(string token, out IReadOnlyDictionary<string, string> claims)
    {
        claims = ImmutableDictionary<string, string>.Empty;
        if (token.Length > LengthMax || token.Split('.') is not [var header, var payload, var signature])
        {
            return "Expecting a header, a payload and a signature";
        }

        // Nothing of a token is believed, or even parsed, before its signature is known to be ours.
        if (!IsSigned($"{header}.{payload}", signature))
        {
            return "Token signature does not match";
        }

        if (Decode(header) is not { } head || Decode(payload) is not { } body)
        {
            return "Expecting JSON objects in base64url";
        }

        claims = body.ToImmutableDictionary(static claim => claim.Key, static claim => claim.Value.ToString());
        return RefuseHeader(head) ?? RefuseTime(body);
    }

    private static string? RefuseHeader(Dictionary<string, JsonElement> header) =>
        !header.TryGetValue("alg", out var algorithm) || algorithm.ToString() != "HS256" ? "Token 'alg' value is not HS256"
        : header.TryGetValue("typ", out var type) && type.ToString() != "JWT" ? "Token 'typ' is not JWT"
        : header.ContainsKey("crit") ? "Token 'crit' is not supported"
        : null;

    private string? RefuseTime(Dictionary<string, JsonElement> payload)
    {
        if (!payload.TryGetValue("exp", out var expiry))
        {
            return null;
        }

        return expiry.ValueKind != JsonValueKind.Number ? "JSON payload 'exp' field is not a number"
            : expiry.GetDouble() <= time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 ? "Token has expired"
            : null;
    }

    private static Dictionary<string, JsonElement>? Decode(string part)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars(part));
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            return null;
        }
    }

    private bool IsSigned(string signed, string signature)
    {
        var shown = new byte[HMACSHA256.HashSizeInBytes];
        return Base64Url.IsValid(signature)
            && Base64Url.TryDecodeFromChars(signature, shown, out var length)
            && length == shown.Length
            && CryptographicOperations.FixedTimeEquals(shown, Sign(signed));
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
