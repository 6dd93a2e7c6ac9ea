using Kernel.Protocol;
using Kernel.Runtime.Metrics;
using Mesos.V1;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Master.Server.Scheduler;

/// <summary>
/// How fast frameworks may call, by the principal of each: <c>--rate_limits</c> (mesos.md 5.17). Who is faster waits; who lets more wait than its
/// capacity is cut off.
/// </summary>
internal sealed class CallLimits
{
    private const ulong CapacityMax = 100_000;

    private readonly Dictionary<string, RateGate?> gates = new(StringComparer.Ordinal);
    private readonly RateGate? others;

    private CallLimits(RateLimits limits, TimeProvider time)
    {
        foreach (var limit in limits.Limits)
        {
            if (!gates.TryAdd(limit.Principal, limit.HasQps ? Gate(limit.Qps, limit.HasCapacity ? limit.Capacity : CapacityMax, time) : null))
            {
                throw Refuse($"principal '{limit.Principal}' is named twice");
            }
        }

        others = limits.HasAggregateDefaultQps
            ? Gate(limits.AggregateDefaultQps, limits.HasAggregateDefaultCapacity ? limits.AggregateDefaultCapacity : CapacityMax, time)
            : null;
    }

    /// <summary>Reads the flag; null limits nobody.</summary>
    /// <exception cref="FormatException">It is no such JSON; the message names the flag.</exception>
    public static CallLimits? Read(string? json, TimeProvider time)
    {
        try
        {
            return json is null ? null : new(MesosJson.Parse<RateLimits>(json), time);
        }
        catch (MesosJsonException wrong)
        {
            throw Refuse(wrong.Message);
        }
    }

    /// <summary>Waits for a principal's turn. All that are not named share one limit.</summary>
    /// <returns>False if too many of its calls wait already.</returns>
    public Task<bool> EnterAsync(string? principal, CancellationToken stop)
    {
        var gate = principal is not null && gates.TryGetValue(principal, out var own) ? own : others;
        return gate?.EnterAsync(stop) ?? Task.FromResult(true);
    }

    private static RateGate Gate(double rate, ulong capacity, TimeProvider time) => double.IsFinite(rate) && rate >= 0.001
        ? new(TimeSpan.FromSeconds(1 / rate), (int)Math.Min(capacity, CapacityMax), time)
        : throw Refuse("a qps must be at least 0.001");

    private static FormatException Refuse(string why) => new($"Failed to load flag 'rate_limits': {why}");
}
