namespace Kernel.Protocol;

/// <summary>Why a request is not served.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The plain text of the answer.</param>
public sealed record HttpRefusal(int Status, string Text);
