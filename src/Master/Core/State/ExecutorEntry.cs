using Google.Protobuf;
using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>Names an executor.</summary>
/// <param name="Agent">Where it runs.</param>
/// <param name="Framework">Its framework.</param>
/// <param name="Executor">Its id.</param>
public readonly record struct ExecutorKey(AgentId Agent, FrameworkId Framework, ExecutorId Executor);

/// <summary>A custom or default executor that runs on an agent. Command tasks have none here.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Info">The serialized <c>mesos.v1.ExecutorInfo</c>, as first launched.</param>
/// <param name="Resources">What it uses, allocated to its role.</param>
public sealed record ExecutorEntry(ExecutorKey Key, ByteString Info, Resources Resources);
