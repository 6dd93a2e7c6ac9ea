using System.Text.Json;
using Kernel.Model;

namespace Kernel.Runtime.Authentication;

/// <summary>
/// Reads the flags that name credentials: JSON, or the older form of one <c>principal secret</c> a line (Mesos:
/// src/credentials/credentials.hpp).
/// </summary>
public static class CredentialsFile
{
    /// <summary>Reads <c>{"credentials":[{"principal":"p","secret":"s"}]}</c>.</summary>
    /// <param name="flag">The flag's name, for errors.</param>
    /// <param name="value">A path, a <c>file://</c> URL, or the JSON itself.</param>
    /// <returns>The credentials; null if the file is empty, as in Mesos.</returns>
    /// <exception cref="FormatException">They cannot be read; the message names the flag and shows no secret.</exception>
    public static Credentials? Read(string flag, string value)
    {
        var text = SecretText.Read(flag, value);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return new(IsJson(text) ? OfJson(flag, text) : OfLines(flag, text));
    }

    /// <summary>Reads the one credential by which a component is known to others: <c>{"principal":"p","secret":"s"}</c>.</summary>
    /// <inheritdoc cref="Read"/>
    public static Credential ReadOne(string flag, string value)
    {
        var text = SecretText.Read(flag, value);
        if (IsJson(text))
        {
            using var json = Parse(flag, text);
            return OfObject(flag, json.RootElement);
        }

        return OfLines(flag, text) is [var one] ? one : throw Bad(flag, "expecting one credential");
    }

    private static bool IsJson(string text) => text.TrimStart().StartsWith('{');

    private static List<Credential> OfJson(string flag, string text)
    {
        using var json = Parse(flag, text);
        return json.RootElement.TryGetProperty("credentials", out var all) && all.ValueKind == JsonValueKind.Array
            ? [.. all.EnumerateArray().Select(one => OfObject(flag, one))]
            : throw Bad(flag, "expecting a JSON object with the array 'credentials'");
    }

    private static JsonDocument Parse(string flag, string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException malformed)
        {
            // The parser's own message may show what it stumbled over, which may be a secret.
            throw Bad(flag, $"not valid JSON, at line {malformed.LineNumber + 1}");
        }
    }

    private static Credential OfObject(string flag, JsonElement one) =>
        one.ValueKind == JsonValueKind.Object && TextOf(one, "principal") is { } principal && TextOf(one, "secret") is { } secret
            ? new(principal, secret)
            : throw Bad(flag, "every credential needs a 'principal' and a 'secret'");

    private static string? TextOf(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static List<Credential> OfLines(string flag, string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries)
            .Select(static (line, index) => (Words: line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Number: index + 1))
            .Where(static line => line.Words.Length > 0)
            .Select(line => line.Words is [var principal, var secret]
                ? new Credential(principal, secret)
                : throw Bad(flag, $"expecting a principal and a secret, with a space between them, at line {line.Number}")),
    ];

    private static FormatException Bad(string flag, string reason) => new($"Failed to load flag '{flag}': {reason}");
}
