namespace Kernel.Protocol.AgentLink;

/// <summary>A message that came over the link.</summary>
/// <param name="From">Who sent it, as it says itself.</param>
/// <param name="To">The process it is for: <c>master</c>, <c>slave(1)</c>.</param>
/// <param name="Name">Its full protobuf name: <c>mesos.internal.PingSlaveMessage</c>.</param>
/// <param name="Body">Its bytes.</param>
public readonly record struct LinkMessage(Upid From, string To, string Name, ReadOnlyMemory<byte> Body);
