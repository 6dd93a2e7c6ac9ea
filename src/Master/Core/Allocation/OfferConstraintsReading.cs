using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mesos.V1.Scheduler;
using Message = Mesos.V1.Scheduler.AttributeConstraint;
using Predicate = Mesos.V1.Scheduler.AttributeConstraint.Types.Predicate;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Reads offer constraints, and refuses those that say nothing or too much (Mesos: OfferConstraintsFilter::create).
/// </summary>
public static class OfferConstraintsReading
{
    /// <summary>
    /// The largest pattern, in characters with counted repetitions written out. Mesos: 100 instructions of RE2.
    /// </summary>
    public const int PatternSizeMax = 200;

    /// <summary>Reads them.</summary>
    /// <param name="message">The message; null: no constraints.</param>
    /// <param name="constraints">What it says.</param>
    /// <returns>Why it is invalid, naming the field; null if it is not.</returns>
    public static string? Read(Mesos.V1.Scheduler.OfferConstraints? message, out OfferConstraints constraints)
    {
        constraints = OfferConstraints.None;
        var roles = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<ConstraintGroup>>(
            StringComparer.Ordinal);
        foreach (var (role, groups) in message?.RoleConstraints ?? [])
        {
            if (Read(groups, out var read) is { } error)
            {
                return $"role_constraints['{role}']: {error}";
            }

            roles[role] = read;
        }

        constraints = new(roles.ToImmutable());
        return null;
    }

    private static string? Read(
        Mesos.V1.Scheduler.OfferConstraints.Types.RoleConstraints message, out ImmutableArray<ConstraintGroup> groups)
    {
        groups = [];
        if (message.Groups.Count == 0)
        {
            return "groups must not be empty";
        }

        for (var i = 0; i < message.Groups.Count; i++)
        {
            if (Read(message.Groups[i], out var group) is { } error)
            {
                return $"groups[{i}]: {error}";
            }

            groups = groups.Add(group);
        }

        return null;
    }

    private static string? Read(
        Mesos.V1.Scheduler.OfferConstraints.Types.RoleConstraints.Types.Group message, out ConstraintGroup group)
    {
        group = new([]);
        if (message.AttributeConstraints.Count == 0)
        {
            return "attribute_constraints must not be empty";
        }

        for (var i = 0; i < message.AttributeConstraints.Count; i++)
        {
            if (Read(message.AttributeConstraints[i], out var constraint) is { } error)
            {
                return $"attribute_constraints[{i}]: {error}";
            }

            group = new(group.Constraints.Add(constraint));
        }

        return null;
    }

    private static string? Read(Message message, out AttributeConstraint constraint)
    {
        constraint = new(ConstraintSubject.Attribute, "", ConstraintTest.Exists, "", null);
        if (ReadSubject(message, out var subject) is { } error)
        {
            return error;
        }

        var predicate = message.Predicate;
        (ConstraintTest Test, string Text, string? Pattern)? test = predicate?.PredicateCase switch
        {
            Predicate.PredicateOneofCase.Exists => (ConstraintTest.Exists, "", null),
            Predicate.PredicateOneofCase.NotExists => (ConstraintTest.NotExists, "", null),
            Predicate.PredicateOneofCase.TextEquals => (ConstraintTest.TextEquals, predicate.TextEquals.Value, null),
            Predicate.PredicateOneofCase.TextNotEquals =>
                (ConstraintTest.TextNotEquals, predicate.TextNotEquals.Value, null),
            Predicate.PredicateOneofCase.TextMatches => (ConstraintTest.TextMatches, "", predicate.TextMatches.Regex),
            Predicate.PredicateOneofCase.TextNotMatches =>
                (ConstraintTest.TextNotMatches, "", predicate.TextNotMatches.Regex),
            _ => null,
        };
        if (test is not { } known)
        {
            return "predicate must be set to one that this master knows";
        }

        if (ReadPattern(known.Pattern, out var pattern) is { } refused)
        {
            return refused;
        }

        constraint = new(subject, message.Selector.AttributeName, known.Test, known.Text, pattern);
        return null;
    }

    private static string? ReadSubject(Message message, out ConstraintSubject subject)
    {
        ConstraintSubject? known = message.Selector?.SelectorCase switch
        {
            Message.Types.Selector.SelectorOneofCase.AttributeName => ConstraintSubject.Attribute,
            Message.Types.Selector.SelectorOneofCase.PseudoattributeType => message.Selector.PseudoattributeType switch
            {
                Message.Types.Selector.Types.PseudoattributeType.Hostname => ConstraintSubject.Hostname,
                Message.Types.Selector.Types.PseudoattributeType.Region => ConstraintSubject.Region,
                Message.Types.Selector.Types.PseudoattributeType.Zone => ConstraintSubject.Zone,
                _ => null,
            },
            _ => null,
        };
        subject = known ?? ConstraintSubject.Attribute;
        return known is null ? "selector must be an attribute name or a pseudo-attribute that this master knows" : null;
    }

    private static string? ReadPattern(string? text, out Regex? pattern)
    {
        pattern = null;
        if (text is null)
        {
            return null;
        }

        if (PatternSize.Of(text) > PatternSizeMax)
        {
            return $"regex '{text}' is larger than {PatternSizeMax} characters with its repetitions written out";
        }

        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            pattern = new($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return $"regex '{text}' is invalid: {refused.Message}";
        }
    }
}
