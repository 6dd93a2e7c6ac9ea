using System.Globalization;

namespace LoadTests;

/// <summary>The options given on the command line: <c>--name value</c>, or <c>--name</c> alone for yes.</summary>
internal sealed class LoadTestOptions
{
    private readonly Dictionary<string, string> values = [];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">An argument is not an option.</exception>
    public LoadTestOptions(IEnumerable<string> arguments)
    {
        string? name = null;
        foreach (var argument in arguments)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                name = argument[2..];
                values[name] = "true";
            }
            else
            {
                values[name ?? throw new FormatException($"'{argument}' is not an option")] = argument;
                name = null;
            }
        }
    }

    /// <summary>Whether an option was given and is not <c>false</c>.</summary>
    public bool Has(string name) => values.TryGetValue(name, out var value) && value != "false";

    /// <summary>A text, or its default.</summary>
    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    /// <summary>A whole number, or its default.</summary>
    public int Number(string name, int otherwise) => values.TryGetValue(name, out var value)
        ? int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"--{name} must be a whole number, not '{value}'")
        : otherwise;

    /// <summary>Whole numbers with commas between, or their default.</summary>
    public int[] Numbers(string name, string otherwise) =>
        [.. Text(name, otherwise).Split(',').Select(static part => int.Parse(part, CultureInfo.InvariantCulture))];
}
