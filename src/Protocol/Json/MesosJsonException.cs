namespace Kernel.Protocol;

/// <summary>
/// A text is not JSON, or not JSON of the message that is expected; the message says which, and names the field.
/// </summary>
/// <param name="message">What is wrong, as an answer to a client.</param>
/// <param name="isSyntax">Whether it is no JSON at all.</param>
public sealed class MesosJsonException(string message, bool isSyntax) : Exception(message)
{
    /// <summary>Whether it is no JSON at all.</summary>
    public bool IsSyntax { get; } = isSyntax;
}
