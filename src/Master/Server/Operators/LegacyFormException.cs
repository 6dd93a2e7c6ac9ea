namespace Kernel.Master.Server.Operators;

/// <summary>The body of an older operator endpoint cannot be read.</summary>
/// <param name="message">Why, naming the field.</param>
internal sealed class LegacyFormException(string message) : Exception(message);
