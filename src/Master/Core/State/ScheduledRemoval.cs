using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>An agent that waits for the rate limit to become unreachable.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Why">Why it is to go, for people.</param>
/// <param name="IsSilent">Whether it has not answered pings: then an answer is enough to keep it.</param>
public sealed record ScheduledRemoval(AgentId Agent, string Why, bool IsSilent);
