using Kernel.Master.Core;
using Kernel.Master.Server.Reads;

namespace Kernel.Master.Server.Metrics;

/// <summary>What metrics are made of: a view of the state, and what only metrics tell, copied between two inputs.</summary>
/// <param name="State">The state.</param>
/// <param name="Counters">What has been counted.</param>
/// <param name="Allocation">What the allocator tells.</param>
/// <param name="QueuedOperations">Steps that wait to be stored.</param>
internal sealed record MetricsView(MasterView State, CountersView Counters, AllocationView Allocation, int QueuedOperations)
{
    /// <summary>Takes what metrics tell besides the state.</summary>
    public static async Task<MetricsView> ReadAsync(MasterReading reading, CancellationToken stop)
    {
        var view = await reading.Views.ViewAsync(stop).ConfigureAwait(false);
        return await reading.LookAsync(
            (state, queued) => new MetricsView(view, CountersView.Of(state.Counters), AllocationView.Of(state), queued), stop).ConfigureAwait(false);
    }
}
