using Mesos.V1;

namespace Kernel.Chronos.Core;

/// <summary>
/// What is left of an offer while runs are placed in it. Each resource of a run comes from one role: a reservation that
/// is big enough
/// by itself is preferred to what anybody may use. Volumes, shared and revocable resources are left alone.
/// </summary>
/// <param name="offer">The offer.</param>
internal sealed class OfferRoom(Offer offer)
{
    private readonly List<Resource> left =
    [
        .. offer.Resources
            .Where(static resource => resource is { Scalar: not null, Disk: null, Shared: null, Revocable: null })
            .OrderByDescending(IsReserved)
            .Select(static resource => resource.Clone()),
    ];

    /// <summary>The offer.</summary>
    internal Offer Offer { get; } = offer;

    /// <summary>What has been placed in it.</summary>
    internal List<TaskInfo> Placed { get; } = [];

    /// <summary>Takes what a job needs.</summary>
    /// <returns>Null, and nothing is taken, if there is not enough.</returns>
    internal IReadOnlyList<Resource>? TryTake(Job job)
    {
        if (Find("cpus", job.Cpus) is not { } cpus
            || Find("mem", job.Mem) is not { } mem
            || Find("disk", job.Disk) is not { } disk)
        {
            return null;
        }

        return [Take(cpus, job.Cpus), Take(mem, job.Mem), Take(disk, job.Disk)];
    }

    private static bool IsReserved(Resource resource) =>
        resource.Reservations.Count > 0 || (resource.HasRole && resource.Role != "*");

    private Resource? Find(string name, double amount) =>
        left.Find(resource => resource.Name == name && Thousandths(resource.Scalar.Value) >= Thousandths(amount));

    private static Resource Take(Resource from, double amount)
    {
        var taken = from.Clone();
        taken.Scalar.Value = Thousandths(amount) / 1000.0;
        from.Scalar.Value = (Thousandths(from.Scalar.Value) - Thousandths(amount)) / 1000.0;
        return taken;
    }

    private static long Thousandths(double amount) => (long)Math.Round(amount * 1000);
}
