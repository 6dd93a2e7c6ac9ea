using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>A run that was launched and has not ended.</summary>
/// <param name="Id">The id of its task.</param>
/// <param name="Name">What that id says.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="Host">The agent's host.</param>
/// <param name="LaunchedAt">When it was launched.</param>
/// <param name="StartedAt">When it was first heard to run; null: not yet.</param>
/// <param name="Killing">Whether it has been asked to end.</param>
/// <param name="Elements">How many elements it says it has processed.</param>
public sealed record Run(
    TaskId Id,
    TaskName Name,
    string AgentId,
    string Host,
    Moment LaunchedAt,
    Moment? StartedAt = null,
    bool Killing = false,
    long Elements = 0);
