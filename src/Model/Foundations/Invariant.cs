using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kernel.Model;

/// <summary>
/// What must be true if the program is right. It is checked in production too: a loop whose invariant breaks stops its
/// process rather than go on with a state that nobody has thought about.
/// </summary>
public static class Invariant
{
    /// <summary>Demands that a condition holds.</summary>
    /// <exception cref="InvariantBrokenException">It does not.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(what);
        }
    }

    /// <summary>Demands that a condition holds; what is said of it is only put together if it does not.</summary>
    /// <exception cref="InvariantBrokenException">It does not.</exception>
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref InvariantMessage what)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(what.ToString());
        }
    }

    /// <summary>Says that a place cannot be reached.</summary>
    public static InvariantBrokenException Unreachable(string what) => new(what);
}

/// <summary>The program is wrong: something that must hold does not.</summary>
/// <param name="what">The sentence that turned out false.</param>
public sealed class InvariantBrokenException(string what) : Exception($"broken invariant: {what}");
