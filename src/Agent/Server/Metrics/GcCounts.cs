namespace Kernel.Agent.Server.Metrics;

/// <summary>What the collection of old sandboxes has done.</summary>
/// <param name="Succeeded">Sandboxes deleted.</param>
/// <param name="Failed">Sandboxes that could not be deleted.</param>
/// <param name="Pending">Sandboxes that wait.</param>
public readonly record struct GcCounts(long Succeeded, long Failed, long Pending);
