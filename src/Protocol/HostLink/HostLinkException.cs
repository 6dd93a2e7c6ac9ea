namespace Kernel.Protocol.HostLink;

/// <summary>
/// The link between agent and executor host is broken: the peer does not speak it, or cannot be started.
/// </summary>
/// <param name="message">What is wrong.</param>
public sealed class HostLinkException(string message) : Exception(message);
