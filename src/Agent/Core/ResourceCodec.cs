using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// How resources are lifted out of messages and written back. Pure; the shell brings the mapping of the protocol.
/// </summary>
/// <param name="Read">The bag that messages mean; null if one of them is invalid.</param>
/// <param name="Write">The messages of a bag, each reservation in the format after refinement.</param>
public sealed record ResourceCodec(
    Func<IEnumerable<V1.Resource>, Resources?> Read,
    Func<Resources, IEnumerable<V1.Resource>> Write);
