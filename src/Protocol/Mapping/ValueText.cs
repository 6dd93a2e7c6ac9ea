using System.Globalization;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Protocol;

/// <summary>Values as flags write them (Mesos: src/common/values.cpp, parse).</summary>
internal static class ValueText
{
    /// <summary>Reads a value: a number, <c>[1-3,5-6]</c>, <c>{a,b}</c>, or any other text.</summary>
    /// <exception cref="FormatException">Brackets or numbers in it are malformed.</exception>
    public static V1.Value Parse(string text, string context)
    {
        var compact = string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));
        if (compact.Length == 0)
        {
            throw new FormatException($"Expecting a value in '{context}'");
        }

        return compact[0] switch
        {
            '[' => Ranges(compact, context),
            '{' => Set(compact, context),
            _ when double.TryParse(compact, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                Scalar(number, context),
            _ => new() { Type = V1.Value.Types.Type.Text, Text = new() { Value = text.Trim() } },
        };
    }

    private static V1.Value Scalar(double number, string context) => double.IsFinite(number) && number >= 0
        ? new() { Type = V1.Value.Types.Type.Scalar, Scalar = new() { Value = number } }
        : throw new FormatException($"Expecting a finite number that is not negative in '{context}'");

    private static V1.Value Ranges(string text, string context)
    {
        var runs = Inside(text, ']', context).Select(run => Run(run, context)).ToList();
        return new() { Type = V1.Value.Types.Type.Ranges, Ranges = Model.Ranges.Of(runs).ToMessage() };
    }

    private static Range64 Run(string text, string context)
    {
        var ends = text.Split('-');
        return ends.Length == 2
            && ulong.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var begin)
            && ulong.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && begin <= end
            ? new(begin, end)
            : throw new FormatException($"Expecting a range such as 1-3, not '{text}', in '{context}'");
    }

    private static V1.Value Set(string text, string context)
    {
        var value = new V1.Value { Type = V1.Value.Types.Type.Set, Set = new() };
        value.Set.Item.AddRange(Inside(text, '}', context).Distinct());
        return value;
    }

    private static string[] Inside(string text, char close, string context) => text[^1] == close
        ? text[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries)
        : throw new FormatException($"Expecting '{close}' at the end of '{context}'");
}
