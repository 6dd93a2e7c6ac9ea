namespace Kernel.Chronos.Core;

/// <summary>What the owners of a job are told.</summary>
/// <param name="Job">The job.</param>
/// <param name="Subject">In a few words, for instance <c>[Chronos] Your job 'X' was deleted!</c>.</param>
/// <param name="Message">In full.</param>
public sealed record Notice(Job Job, string Subject, string Message)
{
    /// <summary>The job was deleted.</summary>
    internal static Notice Deleted(Job job, string at) =>
        new(job, $"[Chronos] Your job '{job.Name}' was deleted!", $"{at}: job '{job.Name}' was deleted.");

    /// <summary>The job is disabled.</summary>
    internal static Notice Disabled(Job job, string at, string why) =>
        new(job, $"[Chronos] job '{job.Name}' disabled", $"{at}: job '{job.Name}' was disabled: {why}.");

    /// <summary>The job failed, with all its retries.</summary>
    internal static Notice Failed(Job job, string at, string taskId, string message) => new(
        job,
        $"[Chronos] job '{job.Name}' failed!",
        $"{at}: job '{job.Name}' failed after {job.Retries} retries. Task id: {taskId}. "
        + $"The task said: {(message.Length > 0 ? message : "nothing")}");
}
