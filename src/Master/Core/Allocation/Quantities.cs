using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Amounts of scalar resources by name, in thousandths, whatever their kinds (Mesos: ResourceQuantities).
/// </summary>
public sealed class Quantities : IReadOnlyCollection<KeyValuePair<string, long>>, IEquatable<Quantities>
{
    /// <summary>No amounts.</summary>
    public static readonly Quantities None =
        new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, long> thousandths;

    private Quantities(ImmutableSortedDictionary<string, long> thousandths) => this.thousandths = thousandths;

    /// <summary>How many names there are.</summary>
    public int Count => thousandths.Count;

    /// <summary>Whether nothing is named.</summary>
    public bool IsEmpty => thousandths.IsEmpty;

    /// <summary>The amount of a name, in thousandths; null if it is not named.</summary>
    public long? this[string name] => thousandths.TryGetValue(name, out var amount) ? amount : null;

    /// <summary>The given amounts, in thousandths; of a name given twice the last counts.</summary>
    public static Quantities Of(params IEnumerable<(string Name, long Thousandths)> amounts) =>
        new(amounts.Aggregate(
            ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
            static (all, amount) => all.SetItem(amount.Name, amount.Thousandths)));

    /// <summary>The scalars of a bag, summed by name.</summary>
    public static Quantities Of(Resources resources) => Of(
        resources.Where(static resource => resource.Kind.Type == ResourceType.Scalar)
            .GroupBy(static resource => resource.Kind.Name)
            .Select(static group => (group.Key, group.Sum(static resource => resource.Thousandths))));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() => thousandths.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Quantities? other) => other is not null && thousandths.SequenceEqual(other.thousandths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Quantities);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        thousandths.Aggregate(0, static (hash, amount) => HashCode.Combine(hash, amount));

    /// <summary>As Mesos logs it: <c>cpus:4; mem:2048</c>.</summary>
    public override string ToString() => string.Join("; ", thousandths.Select(static amount =>
        $"{amount.Key}:{(amount.Value / 1000.0).ToString(CultureInfo.InvariantCulture)}"));
}
