using System.Collections.Immutable;
using System.Globalization;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>The agent of an offer, as constraints see it.</summary>
internal static class OfferAgent
{
    /// <summary>Reads an offer.</summary>
    internal static InstanceAgent Of(V1.Offer offer) => new(
        offer.AgentId.Value,
        offer.Hostname,
        offer.Domain?.FaultDomain?.Region.Name,
        offer.Domain?.FaultDomain?.Zone.Name,
        offer.Attributes.GroupBy(static attribute => attribute.Name)
            .ToImmutableSortedDictionary(
                static same => same.Key, static same => Text(same.First()), StringComparer.Ordinal));

    /// <summary>A number as constraints write it: at most three decimals, half to even.</summary>
    internal static string Number(double value) =>
        Math.Round(value, 3, MidpointRounding.ToEven).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(V1.Attribute attribute) => attribute.Type switch
    {
        V1.Value.Types.Type.Scalar => Number(attribute.Scalar.Value),
        V1.Value.Types.Type.Ranges => $"[{string.Join(",", Sorted(attribute.Ranges))}]",
        V1.Value.Types.Type.Set => $"{{{string.Join(",", attribute.Set.Item.Order(StringComparer.Ordinal))}}}",
        _ => attribute.Text.Value,
    };

    private static IEnumerable<string> Sorted(V1.Value.Types.Ranges ranges) => ranges.Range
        .OrderBy(static range => range.Begin)
        .Select(static range => $"{range.Begin}-{range.End}");
}
