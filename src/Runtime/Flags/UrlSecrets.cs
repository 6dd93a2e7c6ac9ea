using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Kernel.Runtime.Flags;

/// <summary>Keeps what is secret in a URL from those who only look.</summary>
public static class UrlSecrets
{
    private static readonly SearchValues<char> SchemeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");

    /// <summary>A text in which the credentials of a URL are replaced; as it is if there are none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Hide(string? text)
    {
        var start = text?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        var at = start <= 0 ? -1 : text!.LastIndexOf('@');
        return at < 0 || at < start || text.AsSpan(0, start).ContainsAnyExcept(SchemeLetters)
            ? text
            : $"{text![..(start + 3)]}xxxxxxxx:xxxxxxxx{text[at..]}";
    }
}
