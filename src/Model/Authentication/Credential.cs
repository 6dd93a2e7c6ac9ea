namespace Kernel.Model;

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

    /// <summary>The principal alone: secrets stay out of logs.</summary>
    public override string ToString() => Principal;
}
