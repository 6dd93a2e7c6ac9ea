using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>How far a check of a task has come.</summary>
/// <param name="Definition">The check.</param>
public sealed record CheckProgress(CheckDefinition Definition)
{
    /// <summary>When checking began; the end of time while it has not.</summary>
    public Moment StartedAt { get; init; } = Moment.Never;

    /// <summary>Names the next run: whatever comes from another has lost its meaning.</summary>
    public int Generation { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Whether there was a success.</summary>
    public bool HasSucceeded { get; init; }
}
