using System.Globalization;
using System.Text.RegularExpressions;

namespace Kernel.Runtime.Flags;

/// <summary>
/// A flag of Mesos's that has no effect here: it is accepted, so that old unit files run as they are, shown among the flags, and said once
/// at the start to have none. What Mesos would refuse as its value is refused; a file that is named is not read.
/// </summary>
public sealed partial class IdleFlag : IFlag
{
    private readonly Func<string, string?> refuse;

    private IdleFlag(string name, string? initial, string why, bool isSwitch, Func<string, string?> refuse)
    {
        (Names, Default, Why, IsSwitch) = ([name], initial, why, isSwitch);
        this.refuse = refuse;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; private init; }

    /// <summary>The default that Mesos has; null if it has none.</summary>
    public string? Default { get; }

    /// <summary>Why it has no effect.</summary>
    public string Why { get; }

    /// <inheritdoc/>
    public bool IsSwitch { get; }

    /// <summary>One whose value is any text.</summary>
    public static IdleFlag Text(string name, string? initial, string why) => new(name, initial, why, false, static _ => null);

    /// <summary>A switch.</summary>
    public static IdleFlag Switch(string name, bool? initial, string why) => new(
        name,
        initial is { } value ? (value ? "true" : "false") : null,
        why,
        true,
        static text => text is "true" or "false" or "1" or "0" ? null : "Expecting a boolean (e.g., true or false)");

    /// <summary>One whose value is a number.</summary>
    public static IdleFlag Number(string name, string? initial, string why) => new(
        name, initial, why, false,
        static text => double.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "Expecting a number");

    /// <summary>One whose value is a duration.</summary>
    public static IdleFlag Span(string name, string? initial, string why) => new(
        name, initial, why, false, static text => MesosDuration.TryParse(text, out _) ? null : "Expecting a duration such as 10secs");

    /// <summary>One whose value is a size.</summary>
    public static IdleFlag Bytes(string name, string? initial, string why) => new(
        name, initial, why, false, static text => Size().IsMatch(text) ? null : "Expecting a size such as 4KB");

    /// <summary>One whose value is one of some; the first is the default.</summary>
    public static IdleFlag OneOf(string name, string why, params string[] values) => new(
        name, values[0], why, false,
        text => values.Contains(text, StringComparer.Ordinal) ? null : $"Expecting one of {string.Join(", ", values)}");

    /// <summary>The same under an old name too.</summary>
    public IdleFlag Once(string oldName) => new(Names[0], Default, Why, IsSwitch, refuse) { Names = [Names[0], oldName] };

    /// <inheritdoc/>
    public void Set(object options, string text)
    {
        if (refuse(text) is { } reason)
        {
            throw FlagText.Refuse(Names[0], $"{reason}, not '{text}'");
        }

        ((IHasIdleFlags)options).Idle.Give(this, text);
    }

    /// <inheritdoc/>
    public string? Get(object options) => ((IHasIdleFlags)options).Idle.Of(this);

    [GeneratedRegex(@"^\d+(\.\d+)?(B|KB|MB|GB|TB)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Size();
}
