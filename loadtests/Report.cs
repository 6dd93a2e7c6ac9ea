using System.Globalization;
using System.Text.Json;

namespace LoadTests;

/// <summary>Where results go: a line each, as text or as a JSON object.</summary>
internal sealed class Report(TextWriter output, bool isJson)
{
    /// <summary>Reports one result.</summary>
    /// <param name="fields">Its fields in order; numbers are rounded to four digits after the point.</param>
    public void Line(params IReadOnlyCollection<(string Name, object Value)> fields) =>
        output.WriteLine(isJson
            ? JsonSerializer.Serialize(fields.ToDictionary(
                static field => field.Name, static field => Rounded(field.Value)))
            : string.Join("  ", fields.Select(static field =>
                string.Create(CultureInfo.InvariantCulture, $"{field.Name} {Rounded(field.Value)}"))));

    /// <summary>A number as it is reported; one that does not exist, such as a median of nothing, is null.</summary>
    private static object? Rounded(object value) => value switch
    {
        double number when !double.IsFinite(number) => null,
        double number => Math.Round(number, 4),
        _ => value,
    };
}
