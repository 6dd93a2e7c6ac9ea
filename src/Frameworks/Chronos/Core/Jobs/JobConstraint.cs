using System.Globalization;
using System.Text.RegularExpressions;
using Mesos.V1;

namespace Kernel.Chronos.Core;

/// <summary>What a constraint asks of an attribute.</summary>
public enum ConstraintKind
{
    /// <summary>A text attribute equals the value.</summary>
    Equals,

    /// <summary>The attribute matches the value, a regular expression.</summary>
    Like,

    /// <summary>The attribute is there and does not match the value, a regular expression.</summary>
    Unlike,
}

/// <summary>Which agents a job may run on: <c>[attribute, operator, value]</c>.</summary>
public sealed class JobConstraint
{
    private readonly Regex? pattern;

    private JobConstraint(string attribute, ConstraintKind kind, string value, Regex? pattern) =>
        (Attribute, Kind, Value, this.pattern) = (attribute, kind, value, pattern);

    /// <summary>The attribute; <c>hostname</c> is the agent's host unless it has such an attribute.</summary>
    public string Attribute { get; }

    /// <summary>What is asked of it.</summary>
    public ConstraintKind Kind { get; }

    /// <summary>The value it is compared with.</summary>
    public string Value { get; }

    /// <summary>Makes a constraint.</summary>
    /// <exception cref="JobRefusedException">The operator is unknown, or the regular expression cannot be
    /// compiled.</exception>
    public static JobConstraint Of(string attribute, string kind, string value) => kind.ToUpperInvariant() switch
    {
        "EQUALS" => new(attribute, ConstraintKind.Equals, value, null),
        "LIKE" => new(attribute, ConstraintKind.Like, value, Compile(attribute, value)),
        "UNLIKE" => new(attribute, ConstraintKind.Unlike, value, Compile(attribute, value)),
        _ => throw new JobRefusedException(
            $"constraints: operator '{kind}' of '{attribute}' is unknown: expected EQUALS, LIKE or UNLIKE"),
    };

    /// <summary>Whether the agent behind an offer satisfies it. Attributes that are ranges satisfy nothing.</summary>
    public bool Admits(Offer offer)
    {
        var known = offer.Attributes.Where(attribute => attribute.Name == Attribute).ToList();
        return known.Count > 0 || Attribute != "hostname" ? known.Any(Admits)
            : Kind == ConstraintKind.Equals ? offer.Hostname == Value
            : pattern!.IsMatch(offer.Hostname) == (Kind == ConstraintKind.Like);
    }

    private static Regex Compile(string attribute, string value)
    {
        try
        {
            return new($@"\A(?:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new JobRefusedException(
                $"constraints: the regular expression '{value}' of '{attribute}' cannot be compiled: {failure.Message}");
        }
    }

    private bool Admits(Mesos.V1.Attribute attribute) => Kind switch
    {
        ConstraintKind.Equals => attribute.Type == Mesos.V1.Value.Types.Type.Text && attribute.Text.Value == Value,
        ConstraintKind.Like => Texts(attribute).Any(pattern!.IsMatch),
        ConstraintKind.Unlike => Texts(attribute) is { Count: > 0 } texts && !texts.Any(pattern!.IsMatch),
    };

    private static IReadOnlyList<string> Texts(Mesos.V1.Attribute attribute) => attribute.Type switch
    {
        Mesos.V1.Value.Types.Type.Text => [attribute.Text.Value],
        Mesos.V1.Value.Types.Type.Scalar => [Decimal(attribute.Scalar.Value)],
        Mesos.V1.Value.Types.Type.Set => attribute.Set.Item,
        _ => [],
    };

    /// <summary>A number as Java writes it: <c>1.0</c>.</summary>
    private static string Decimal(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }
}
