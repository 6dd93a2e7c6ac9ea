namespace Kernel.Runtime.Authentication;

/// <summary>What flags that hold secrets say: the name of a file as a rule, so that the secret is in no list of processes.</summary>
public static class SecretText
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>What is shown in place of a secret.</summary>
    public const string NotShown = "(not shown)";

    private const string FileScheme = "file://";

    /// <summary>Reads the secret that a flag names.</summary>
    /// <param name="flag">The flag's name, for errors.</param>
    /// <param name="value">A path, a <c>file://</c> URL, or JSON, which stands for itself.</param>
    /// <exception cref="FormatException">The file cannot be read; the message names the flag.</exception>
    public static string Read(string flag, string value) => IsItself(value) ? value : ReadFile(flag, PathOf(value));

    /// <summary>What may be shown of such a flag: the name of the file, never the secret.</summary>
    public static string Shown(string value) => IsItself(value) ? NotShown : value;

    private static bool IsItself(string value) => value.TrimStart().StartsWith('{');

    private static string PathOf(string value) =>
        value.StartsWith(FileScheme, StringComparison.Ordinal) ? value[FileScheme.Length..] : value;

    private static string ReadFile(string flag, string path)
    {
        try
        {
            return new FileInfo(path).Length <= BytesMax
                ? File.ReadAllText(path)
                : throw new FormatException($"Failed to load flag '{flag}': {path} is longer than {BytesMax} bytes");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"Failed to load flag '{flag}': {failure.Message}");
        }
    }
}
