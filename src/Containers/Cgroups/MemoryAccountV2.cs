using System.Globalization;

namespace Kernel.Containers.Cgroups;

/// <summary>Memory as a group of version 2 tells it.</summary>
internal sealed class MemoryAccountV2(string directory) : IMemoryAccount
{
    /// <inheritdoc/>
    public MemoryExceeded? Exceeded()
    {
        try
        {
            return IsKilled()
                ? new(Number("memory.max"), Peak(), File.ReadAllText(Path.Combine(directory, "memory.stat")))
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool IsKilled() =>
        File.ReadLines(Path.Combine(directory, "memory.events"))
            .Any(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");

    /// <summary>The most that was used; kernels before 5.19 do not tell, and then it was the limit.</summary>
    private long Peak() =>
        File.Exists(Path.Combine(directory, "memory.peak")) ? Number("memory.peak") : Number("memory.max");

    private long Number(string file)
    {
        var text = File.ReadAllText(Path.Combine(directory, file)).Trim();
        return text == "max" ? long.MaxValue : long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
