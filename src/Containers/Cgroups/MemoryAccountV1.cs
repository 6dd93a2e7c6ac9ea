using System.Globalization;

namespace Kernel.Containers.Cgroups;

/// <summary>Memory as a group of version 1 tells it.</summary>
internal sealed class MemoryAccountV1(string directory) : IMemoryAccount
{
    /// <inheritdoc/>
    public MemoryExceeded? Exceeded()
    {
        try
        {
            return IsKilled()
                ? new(Number("memory.limit_in_bytes"), Number("memory.max_usage_in_bytes"), Statistics())
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool IsKilled() =>
        File.ReadLines(Path.Combine(directory, "memory.oom_control"))
            .Any(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");

    private string Statistics() =>
        string.Concat(File.ReadLines(Path.Combine(directory, "memory.stat")).Select(static line => line + "\n"));

    private long Number(string file) =>
        long.Parse(
            File.ReadAllText(Path.Combine(directory, file)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
}
