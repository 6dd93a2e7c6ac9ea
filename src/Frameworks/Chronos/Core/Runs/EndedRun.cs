using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>A run that has ended, for the history of its job.</summary>
/// <param name="TaskId">The id of its task.</param>
/// <param name="AgentId">Where it ran.</param>
/// <param name="StartedAt">When it started; null if it never did.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Status"><c>finished</c>, <c>failed</c> or <c>killed</c>.</param>
/// <param name="Elements">How many elements it said it had processed.</param>
public sealed record EndedRun(string TaskId, string AgentId, Moment? StartedAt, Moment EndedAt, string Status, long Elements);
