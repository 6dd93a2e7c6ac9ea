using Xunit;

namespace Kernel.Tests.Support;

/// <summary>
/// The corpus: recorded traffic and fixtures of the systems whose APIs we re-create. It is not part of the repository:
/// it lies where KERNEL_CORPUS says, or in <c>../shared</c> beside the repository.
/// </summary>
public static class Corpus
{
    /// <summary>Where it lies; null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Why tests of the corpus are skipped; null if they are not.</summary>
    public static string? Missing => Root is null ? "There is no corpus here: set KERNEL_CORPUS to its folder." : null;

    /// <summary>The full path of a file or folder in it.</summary>
    public static string PathOf(string relative) => Path.Combine(Root!, relative);

    /// <summary>The files below a folder whose names match a pattern, relative to the corpus; none if it is missing.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Root is not null && Directory.Exists(PathOf(folder))
            ? Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
                .Select(static file => Path.GetRelativePath(Root, file))
                .Order(StringComparer.Ordinal)
            : [];

    private static string? Find()
    {
        var given = Environment.GetEnvironmentVariable("KERNEL_CORPUS");
        if (!string.IsNullOrEmpty(given))
        {
            return Directory.Exists(given) ? Path.GetFullPath(given) : null;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Kernel.sln")))
            {
                var shared = Path.Combine(at.FullName, "..", "shared");
                return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}

/// <summary>A fact about the corpus, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    /// <summary>Skips the test if the corpus is missing.</summary>
    public CorpusFactAttribute() => Skip = Corpus.Missing;
}

/// <summary>A theory about the corpus, skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test if the corpus is missing.</summary>
    public CorpusTheoryAttribute() => Skip = Corpus.Missing;
}
