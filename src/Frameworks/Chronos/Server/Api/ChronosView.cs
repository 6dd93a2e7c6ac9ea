using System.Globalization;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>
/// Chronos as it was between two inputs: references only, shared by all who ask before anything changes.
/// </summary>
/// <param name="Jobs">The jobs, in the order in which they were created.</param>
/// <param name="Queued">How many runs wait for offers.</param>
/// <param name="QueuedHigh">How many of those are of high priority.</param>
/// <param name="Running">How many runs go on.</param>
/// <param name="Revivals">How often offers have been asked for.</param>
internal sealed record ChronosView(IReadOnlyList<JobView> Jobs, int Queued, int QueuedHigh, int Running, long Revivals)
{
    internal static ChronosView Of(ChronosState state) => new(
        [.. state.Jobs.All.Select(job => new JobView(job, state.Runs.CountOf(job.Name), state.Queue.Has(job.Name)))],
        state.Queue.Count,
        state.Queue.HighCount,
        state.Runs.Count,
        state.Mesos.Revivals);
}

/// <summary>A job and what it does at present.</summary>
internal sealed record JobView(Job Job, int Running, bool Queued)
{
    /// <summary>How it last ended: <c>success</c>, <c>failure</c>, or <c>fresh</c> if it never did.</summary>
    internal string LastResult
    {
        get
        {
            var (success, error) = (Date(Job.LastSuccess), Date(Job.LastError));
            return success is null && error is null ? "fresh" : error is null || success > error ? "success" : "failure";
        }
    }

    /// <summary>What it does: <c>idle</c>, <c>queued</c> or <c>n running</c>.</summary>
    internal string Activity => Running > 0 ? $"{Running} running" : Queued ? "queued" : "idle";

    private static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
