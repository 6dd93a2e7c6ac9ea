using System.Runtime.CompilerServices;

namespace Kernel.Model;

/// <summary>
/// What is said of an invariant: an interpolated text that is only put together if the invariant is broken.
/// </summary>
[InterpolatedStringHandler]
public ref struct InvariantMessage
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Begins the text, if it is needed.</summary>
    public InvariantMessage(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        text = holds ? default : new(literalLength, formattedCount);
    }

    /// <summary>Adds a literal part.</summary>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>Adds a formatted value.</summary>
    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    /// <summary>Adds an aligned value.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null) => text.AppendFormatted(value, alignment, format);

    /// <summary>The text.</summary>
    public override string ToString() => text.ToStringAndClear();
}
