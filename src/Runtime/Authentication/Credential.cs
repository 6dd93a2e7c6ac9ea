using System.Net.Http.Headers;
using System.Text;

namespace Kernel.Runtime.Authentication;

/// <summary>A name and the secret that proves it (Mesos: Credential in mesos.proto).</summary>
/// <param name="Principal">The name.</param>
/// <param name="Secret">The secret. It is never logged.</param>
public sealed record Credential(string Principal, string Secret)
{
    /// <summary>Reads <c>principal:secret</c>, of which only the secret may have further colons.</summary>
    /// <exception cref="FormatException">It is not of that form; the message does not show it.</exception>
    public static Credential OfPair(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? new(text[..colon], text[(colon + 1)..])
            : throw new FormatException("expecting a name and a secret with a colon between them");

    /// <summary>A principal with the secret of a file; a line break at its end does not count.</summary>
    /// <param name="principal">The principal.</param>
    /// <param name="flag">The flag that names the file, for errors.</param>
    /// <param name="file">A path, or a <c>file://</c> URL.</param>
    /// <exception cref="FormatException">The file cannot be read, or is empty; the message names the flag.</exception>
    public static Credential OfFile(string principal, string flag, string file) =>
        SecretText.Read(flag, file).TrimEnd('\r', '\n') is { Length: > 0 } secret
            ? new(principal, secret)
            : throw new FormatException($"Failed to load flag '{flag}': {file} is empty");

    /// <summary>The <c>Authorization</c> header of HTTP Basic (RFC 7617).</summary>
    public AuthenticationHeaderValue ToBasic() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Principal}:{Secret}")));

    /// <summary>The principal alone: secrets stay out of logs.</summary>
    public override string ToString() => Principal;
}
