using Kernel.Model;
using V1 = Mesos.V1;
using Resource = Mesos.V1.Resource;

namespace Kernel.Marathon.Core;

/// <summary>
/// What is left of an offer while instances are put on it. Resources keep the form in which they were offered.
/// </summary>
internal sealed class OfferPool
{
    private List<Resource> rest;

    internal OfferPool(V1.Offer offer)
    {
        Offer = offer;
        rest = [.. offer.Resources.Where(static resource => resource.Revocable is null && resource.Shared is null)];
        Agent = OfferAgent.Of(offer);
    }

    private OfferPool(OfferPool other)
    {
        Offer = other.Offer;
        Agent = other.Agent;
        rest = [.. other.rest];
    }

    /// <summary>The offer.</summary>
    internal V1.Offer Offer { get; }

    /// <summary>The agent, as constraints see it.</summary>
    internal InstanceAgent Agent { get; }

    /// <summary>What is left.</summary>
    internal IReadOnlyList<Resource> Rest => rest;

    /// <summary>A copy on which something can be tried.</summary>
    internal OfferPool Try() => new(this);

    /// <summary>Keeps what was tried.</summary>
    internal void Keep(OfferPool tried) => rest = tried.rest;

    /// <summary>How much of a scalar is left, in thousandths.</summary>
    internal long Thousandths(string name, Func<Resource, bool> usable) => rest
        .Where(resource => IsPlain(resource, name) && usable(resource))
        .Sum(static resource => Kernel.Model.Resource.ToThousandths(resource.Scalar.Value));

    /// <summary>Takes an amount of a scalar, what is reserved first.</summary>
    /// <returns>Whether there was enough.</returns>
    internal bool TakeScalar(string name, double amount, Func<Resource, bool> usable, List<Resource> taken)
    {
        var missing = Kernel.Model.Resource.ToThousandths(amount);
        foreach (var resource in Candidates(name, usable))
        {
            if (missing > 0)
            {
                var had = Kernel.Model.Resource.ToThousandths(resource.Scalar.Value);
                var take = Math.Min(missing, had);
                missing -= take;
                taken.Add(WithScalar(resource, take));
                Replace(resource, had > take ? WithScalar(resource, had - take) : null);
            }
        }

        return missing == 0;
    }

    /// <summary>Takes whole entries, such as volumes.</summary>
    internal void TakeEntry(Resource entry) => rest.Remove(entry);

    /// <summary>Takes part of a special disk.</summary>
    internal Resource TakeDisk(Resource disk, double size)
    {
        var had = Kernel.Model.Resource.ToThousandths(disk.Scalar.Value);
        var take = Math.Min(had, Kernel.Model.Resource.ToThousandths(size));
        Replace(disk, had > take ? WithScalar(disk, had - take) : null);
        return WithScalar(disk, take);
    }

    /// <summary>Takes ports: 0 stands for any.</summary>
    /// <returns>The ports in the order asked for; null if they are not there.</returns>
    internal IReadOnlyList<int>? TakePorts(
        IReadOnlyList<int> wanted, Func<Resource, bool> usable, Chance chance, List<Resource> taken)
    {
        var offered = rest.Where(resource => resource.Name == "ports" && resource.Ranges is not null
            && usable(resource)).ToList();
        var chosen = PortChoice.Choose(offered.SelectMany(static resource => resource.Ranges.Range), wanted, chance);
        if (chosen is null)
        {
            return null;
        }

        var left = Ranges.Of(chosen.Select(static port => new Range64((ulong)port, (ulong)port)));
        foreach (var resource in offered.Where(_ => !left.IsEmpty))
        {
            var had = Ranges.Of(resource.Ranges.Range.Select(static range => new Range64(range.Begin, range.End)));
            var rest = had - left;
            var part = had - rest;
            if (!part.IsEmpty)
            {
                taken.Add(WithRanges(resource, part));
                Replace(resource, rest.IsEmpty ? null : WithRanges(resource, rest));
                left -= part;
            }
        }

        return chosen;
    }

    /// <summary>The role a resource is reserved for; null: nobody's.</summary>
    internal static string? ReservedFor(Resource resource) =>
        resource.Reservations.Count > 0 ? resource.Reservations[^1].Role : null;

    /// <summary>The labels of a resource's reservation; null if it has none.</summary>
    internal static V1.Labels? ReservationLabels(Resource resource) =>
        resource.Reservations.Count > 0 ? resource.Reservations[^1].Labels : null;

    private IEnumerable<Resource> Candidates(string name, Func<Resource, bool> usable) =>
        rest.Where(resource => IsPlain(resource, name) && usable(resource))
            .OrderBy(static resource => ReservedFor(resource) is null)
            .ToList();

    private static bool IsPlain(Resource resource, string name) =>
        resource.Name == name && resource.Scalar is not null && resource.Disk is null;

    private void Replace(Resource old, Resource? by)
    {
        var at = rest.IndexOf(old);
        if (by is null)
        {
            rest.RemoveAt(at);
        }
        else
        {
            rest[at] = by;
        }
    }

    private static Resource WithScalar(Resource resource, long thousandths)
    {
        var copy = resource.Clone();
        copy.Scalar = new() { Value = thousandths / 1000.0 };
        return copy;
    }

    private static Resource WithRanges(Resource resource, Ranges ranges)
    {
        var copy = resource.Clone();
        copy.Ranges = new();
        copy.Ranges.Range.AddRange(
            ranges.Runs.Select(static run => new V1.Value.Types.Range { Begin = run.Begin, End = run.End }));
        return copy;
    }
}
