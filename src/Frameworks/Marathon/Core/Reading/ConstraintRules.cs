using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>What must hold of constraints (Marathon: SchedulingValidation.scala).</summary>
internal static partial class ConstraintRules
{
    private const string Operators = "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE or IS";

    /// <summary>Notes what is wrong with an app's constraints.</summary>
    internal static void Check(IReadOnlyList<IReadOnlyList<string>>? constraints, Violations violations)
    {
        for (var i = 0; i < (constraints?.Count ?? 0); i++)
        {
            var parts = constraints![i];
            if (Constraint.OperatorOf(parts[1]) is null)
            {
                violations.Add($"/constraints({i})", Operators);
            }
            else
            {
                Check(Constraint.Of(parts), $"/constraints({i})", violations);
            }
        }
    }

    /// <summary>Notes what is wrong with one constraint.</summary>
    internal static void Check(Constraint constraint, string path, Violations violations)
    {
        violations.Demand(
            constraint.Field.Length > 0, path, "illegal constraint specification: field must not be empty");
        if (Refuse(constraint.Operator, constraint.Value) is { } error)
        {
            violations.Add(path, error);
        }
    }

    /// <summary>Whether a text is a regular expression.</summary>
    internal static bool IsRegex(string pattern)
    {
        try
        {
            _ = Patterns.WholeMatch(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? Refuse(ConstraintOperator op, string? value) => op switch
    {
        ConstraintOperator.Unique => value is { Length: > 0 } ? "UNIQUE does not accept a value" : null,
        ConstraintOperator.GroupBy => value is { Length: > 0 } && !IsInteger(value)
            ? "GROUP BY must define an integer value or else no value at all"
            : null,
        ConstraintOperator.MaxPer => value is null || !IsInteger(value) ? "MAX_PER requires an integer value" : null,
        ConstraintOperator.Like or ConstraintOperator.Unlike => string.IsNullOrEmpty(value)
            ? "LIKE and UNLIKE require a non-empty, regular expression value"
            : IsRegex(value) ? null : $"'{value}' is not a valid regular expression",
        ConstraintOperator.Is => value is not null && IsPattern().IsMatch(value)
            ? null
            : "IS requires a value of the form ^[a-zA-Z0-9_/.-]*$",
        _ => null,
    };

    private static bool IsInteger(string text) => int.TryParse(text, out _);

    [GeneratedRegex("^[a-zA-Z0-9_/.-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex IsPattern();
}
