using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>How a constraint compares.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConstraintOperator>))]
public enum ConstraintOperator
{
    /// <summary>No two instances on the same value.</summary>
    [JsonStringEnumMemberName("UNIQUE")]
    Unique,

    /// <summary>All on the same value.</summary>
    [JsonStringEnumMemberName("CLUSTER")]
    Cluster,

    /// <summary>Spread evenly over the values.</summary>
    [JsonStringEnumMemberName("GROUP_BY")]
    GroupBy,

    /// <summary>On values that match a pattern.</summary>
    [JsonStringEnumMemberName("LIKE")]
    Like,

    /// <summary>On values that do not match a pattern.</summary>
    [JsonStringEnumMemberName("UNLIKE")]
    Unlike,

    /// <summary>At most so many on one value.</summary>
    [JsonStringEnumMemberName("MAX_PER")]
    MaxPer,

    /// <summary>On exactly this value.</summary>
    [JsonStringEnumMemberName("IS")]
    Is,
}

/// <summary>A rule about where instances may run.</summary>
/// <param name="Field"><c>hostname</c>, <c>@hostname</c>, <c>@region</c>, <c>@zone</c>, or an attribute of
/// agents.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Value">With what.</param>
public sealed record Constraint(string Field, ConstraintOperator Operator, string? Value)
{
    private static readonly Dictionary<string, ConstraintOperator> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNIQUE"] = ConstraintOperator.Unique,
        ["CLUSTER"] = ConstraintOperator.Cluster,
        ["GROUP_BY"] = ConstraintOperator.GroupBy,
        ["LIKE"] = ConstraintOperator.Like,
        ["UNLIKE"] = ConstraintOperator.Unlike,
        ["MAX_PER"] = ConstraintOperator.MaxPer,
        ["IS"] = ConstraintOperator.Is,
    };

    /// <summary>Reads the array form of apps, which must be valid.</summary>
    public static Constraint Of(IReadOnlyList<string> parts) =>
        new(parts[0], Operators[parts[1]], parts.Count > 2 ? parts[2] : null);

    /// <summary>Reads an operator in any letter case.</summary>
    public static ConstraintOperator? OperatorOf(string text) =>
        Operators.TryGetValue(text, out var found) ? found : null;

    /// <summary>Whether it speaks of fault domains, so that other regions than the master's are open to it.</summary>
    public bool IsAboutDomain => Field is "@region" or "@zone";
}
