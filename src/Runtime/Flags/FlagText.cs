namespace Kernel.Runtime.Flags;

/// <summary>The texts that flags are given.</summary>
internal static class FlagText
{
    private const string Scheme = "file://";

    /// <summary>A value that begins with <c>file://</c> stands for the content of that file (Mesos: stout flags/fetch.hpp).</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Content(string text) =>
        Path(text) is var path && path.Length < text.Length ? File.ReadAllText(path).Trim() : text;

    /// <summary>The path that a value names, with <c>file://</c> before it or without.</summary>
    public static string Path(string text) => text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;

    /// <summary>What is said of a flag that cannot be loaded (Mesos: stout flags/flags.hpp).</summary>
    public static FormatException Refuse(string flag, string why) => new($"Failed to load flag '{flag}': {why}");

    /// <summary>Whether a failure is the fault of the text.</summary>
    public static bool IsAtFault(Exception failure) =>
        failure is FormatException or OverflowException or ArgumentException or IOException or UnauthorizedAccessException;
}
