namespace Kernel.Chronos.Core;

/// <summary>Somebody wants a job run now (chronos.md 2, endpoint 7).</summary>
internal static class RunNow
{
    internal static void Decide(ChronosState state, ChronosInput.RunRequested requested, ChronosStep step)
    {
        var refusal = state.Jobs.Of(requested.Name) switch
        {
            null => $"Job '{requested.Name}' not found",
            { Disabled: true } => $"Job '{requested.Name}' is disabled",
            _ => null,
        };
        if (refusal is null)
        {
            var arguments = requested.Arguments.Replace(";", "", StringComparison.Ordinal).Trim();
            QueueRun.Queue(
                state, new(requested.Name, RunKind.Manual, step.Now, Arguments: arguments.Length > 0 ? arguments : null), step);
        }

        step.Do(new ChronosEffect.AnswerWith<string?>(requested.Reply, refusal));
    }
}
