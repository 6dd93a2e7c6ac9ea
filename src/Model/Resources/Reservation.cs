using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>How a reservation came about.</summary>
public enum ReservationType
{
    /// <summary>By the agent's <c>--resources</c> flag.</summary>
    Static,

    /// <summary>By an operation of a framework or operator.</summary>
    Dynamic,
}

/// <summary>One level of a reservation: resources kept for a role.</summary>
/// <param name="Type">Static or dynamic.</param>
/// <param name="Role">The role they are kept for.</param>
/// <param name="Principal">Who reserved them, if known.</param>
/// <param name="Labels">Labels, part of the reservation's identity.</param>
public sealed record Reservation(ReservationType Type, string Role, string? Principal, Labels Labels)
{
    /// <summary>As Mesos logs it: <c>(DYNAMIC,web,ops,{key: value})</c>.</summary>
    public override string ToString()
    {
        var text = $"{Type.ToString().ToUpperInvariant()},{Role}";
        text += Principal is null ? "" : $",{Principal}";
        text += Labels.Pairs.IsEmpty ? "" : $",{Labels}";
        return $"({text})";
    }
}

/// <summary>Key-value labels; the order in which they were given does not count.</summary>
public sealed class Labels : IEquatable<Labels>
{
    /// <summary>No labels, as if the message had not been set.</summary>
    public static readonly Labels None = new([]);

    private Labels(ImmutableArray<KeyValuePair<string, string?>> pairs) => Pairs = pairs;

    /// <summary>The labels, sorted.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Pairs { get; }

    /// <summary>The given labels.</summary>
    public static Labels Of(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var sorted = pairs
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        return sorted.IsEmpty ? None : new(sorted);
    }

    /// <inheritdoc/>
    public bool Equals(Labels? other) => other is not null && Pairs.AsSpan().SequenceEqual(other.Pairs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Labels);

    /// <summary>As Mesos logs them: <c>{key: value, other}</c>.</summary>
    public override string ToString() =>
        $"{{{string.Join(", ", Pairs.Select(static pair => pair.Value is null ? pair.Key : $"{pair.Key}: {pair.Value}"))}}}";

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Pairs.Aggregate(0, static (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
}
