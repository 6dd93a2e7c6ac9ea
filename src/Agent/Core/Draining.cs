using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>An agent that ends its tasks and takes no more (Mesos: DrainSlaveMessage).</summary>
/// <param name="Config">How it was asked for.</param>
/// <param name="Since">When it began.</param>
public sealed record Draining(V1.DrainConfig Config, Moment Since);
