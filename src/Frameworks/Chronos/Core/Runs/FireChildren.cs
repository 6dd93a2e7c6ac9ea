namespace Kernel.Chronos.Core;

/// <summary>
/// A job has succeeded: those of its children run whose other parents have succeeded too since the child last started.
/// Further
/// successes of one parent meanwhile count once (chronos.md 8).
/// </summary>
internal static class FireChildren
{
    internal static void Of(ChronosState state, string parent, ChronosStep step)
    {
        foreach (var child in state.Jobs.ChildrenOf(parent))
        {
            var successes = child.ParentRuns.GetValueOrDefault(parent) + 1;
            var counted = child with { ParentRuns = child.ParentRuns.SetItem(parent, successes) };
            SetJob.Set(state, counted, step);
            if (successes == counted.Parents.Min(other => counted.ParentRuns.GetValueOrDefault(other)))
            {
                QueueRun.Queue(state, new(child.Name, RunKind.Dependent, step.Now), step);
            }
        }
    }
}
