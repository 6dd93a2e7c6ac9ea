using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Why a run is made.</summary>
public enum RunKind
{
    /// <summary>Its time has come. Only these use up a schedule.</summary>
    Scheduled,

    /// <summary>The job's parents have succeeded.</summary>
    Dependent,

    /// <summary>Somebody asked for it.</summary>
    Manual,

    /// <summary>An earlier attempt failed.</summary>
    Retry,
}

/// <summary>A run that waits for its time or for an offer.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Kind">Why it is made.</param>
/// <param name="Due">When it was or will be due.</param>
/// <param name="Attempt">Which attempt it is, from 0.</param>
/// <param name="Arguments">The arguments of this run; null: the job's own.</param>
public sealed record PendingRun(string Job, RunKind Kind, Moment Due, int Attempt = 0, string? Arguments = null)
{
    /// <summary>Under which it is stored and told of.</summary>
    public string Key => $"{Job}/{Due.Milliseconds()}-{Attempt}";
}
