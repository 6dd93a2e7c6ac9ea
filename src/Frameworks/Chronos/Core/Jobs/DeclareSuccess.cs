using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>
/// Somebody declares that a job has succeeded: its children run as if it had (chronos.md 2, endpoint 9).
/// </summary>
internal static class DeclareSuccess
{
    internal static void Decide(ChronosState state, ChronosInput.SuccessDeclared declared, ChronosStep step)
    {
        var job = state.Jobs.Of(declared.Name);
        if (job is not null)
        {
            EndRun.Succeed(state, job with { ParentRuns = ImmutableSortedDictionary<string, long>.Empty }, step);
        }

        step.Do(new ChronosEffect.AnswerWith<bool>(declared.Reply, job is not null));
    }
}
