using System.Text.Json;
using Kernel.Runtime.Flags;
using Spectre.Console;

namespace Kernel.Cli.Operate;

/// <summary>A table that a command prints: for people as columns, for programs as JSON.</summary>
/// <param name="Columns">The column names, in PascalCase.</param>
internal sealed record Report(params IReadOnlyList<string> Columns)
{
    private readonly List<object?[]> rows = [];

    /// <summary>The rows, with one value a column.</summary>
    public IReadOnlyList<object?[]> Rows => rows;

    /// <summary>Adds a row.</summary>
    public void Add(params object?[] values) => rows.Add(values);

    /// <summary>Prints the report.</summary>
    public void Print(bool json)
    {
        if (json)
        {
            PrintJson();
        }
        else
        {
            PrintTable();
        }
    }

    private void PrintJson()
    {
        var objects = rows.Select(row => Columns
            .Select((column, i) => KeyValuePair.Create(Flag.SnakeCase(column), row[i]))
            .ToDictionary());
        Console.Out.WriteLine(JsonSerializer.Serialize(objects, Indented));
    }

    private void PrintTable()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 1_000;
        }

        var table = new Table().Border(TableBorder.None);
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(Heading(column)).NoWrap().PadRight(2));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(static value => new Text(Show(value)))]);
        }

        AnsiConsole.Write(table);
    }

    private static string Heading(string column) => Flag.SnakeCase(column).Replace('_', ' ').ToUpperInvariant();

    private static string Show(object? value) => value switch
    {
        null => "-",
        bool yes => yes ? "yes" : "no",
        double number => number.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
