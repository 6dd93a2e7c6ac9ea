using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>The id of a task of Chronos: <c>ct:due:attempt:job:arguments</c> (chronos.md 6).</summary>
/// <param name="DueMs">When the run was due, in milliseconds.</param>
/// <param name="Attempt">Which attempt it is, from 0.</param>
/// <param name="Job">The job.</param>
/// <param name="Arguments">The arguments of this run.</param>
public sealed partial record TaskName(long DueMs, int Attempt, string Job, string Arguments)
{
    /// <summary>
    /// The id. What no id may contain becomes <c>_</c>, and what is too long is cut, in the arguments only.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder($"ct:{DueMs}:{Attempt}:{Job}:");
        var left = IdRules.BytesMax - text.Length;
        foreach (var rune in Arguments.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            text.Append(rune.Value is '/' or '\\' || Rune.IsControl(rune) ? "_" : rune.ToString());
        }

        return text.ToString();
    }

    /// <summary>Reads an id.</summary>
    /// <returns>Null if it is that of a foreign task.</returns>
    public static TaskName? Parse(string id)
    {
        var match = Pattern().Match(id);
        return match.Success
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var due)
            && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new(due, attempt, match.Groups[3].Value, match.Groups[4].Value)
            : null;
    }

    [GeneratedRegex(@"\Act:([0-9]+):([0-9]+):([A-Za-z0-9_.-]+):?(.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
