namespace Kernel.Chronos.Core;

/// <summary>A run reports how far it has come (chronos.md 2, endpoint 11).</summary>
internal static class ReportProgress
{
    internal static void Decide(ChronosState state, ChronosInput.ProgressReported reported, ChronosStep step)
    {
        var run = state.Runs.Of(new(reported.TaskId));
        var refusal = state.Jobs.Of(reported.Name) switch
        {
            null => $"Job '{reported.Name}' not found",
            { DataProcessing: false } => $"Job '{reported.Name}' is not enabled to track data",
            _ when run is null || run.Name.Job != reported.Name =>
                $"Task '{reported.TaskId}' of job '{reported.Name}' is not running",
            _ => null,
        };
        if (refusal is null)
        {
            var further = run! with { Elements = run!.Elements + reported.Elements };
            state.Runs.Set(further);
            step.Put(Stored.RunKey(further), Stored.Write(further));
        }

        step.Do(new ChronosEffect.AnswerWith<string?>(reported.Reply, refusal));
    }
}
