using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>
/// Patterns that come from users: matched whole, by an engine that no pattern makes slow where it can be.
/// </summary>
internal static class Patterns
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    /// <summary>A pattern that must match the whole text, as Java's <c>matches</c> does.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    internal static Regex WholeMatch(string pattern)
    {
        try
        {
            return new($"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new($"^(?:{pattern})$", RegexOptions.CultureInvariant, Longest);
        }
    }

    /// <summary>Whether the whole text matches; a pattern that takes too long does not.</summary>
    internal static bool Matches(string pattern, string text)
    {
        try
        {
            return WholeMatch(pattern).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
