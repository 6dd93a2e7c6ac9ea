using System.Globalization;
using Kernel.Containers.Processes;

namespace Kernel.Containers.Cgroups;

/// <summary>The control group of one container: a directory for each hierarchy.</summary>
/// <param name="directories">The directories.</param>
/// <param name="memory">What tells of memory; null if it is not bounded.</param>
internal sealed class ControlGroup(IReadOnlyList<string> directories, IMemoryAccount? memory)
{
    /// <summary>The files that a process joins the group by.</summary>
    public IReadOnlyList<string> ProcessFiles { get; } = [.. directories.Select(
        static directory => Path.Combine(directory, "cgroup.procs"))];

    /// <summary>What the container ran into, if it was killed for its memory.</summary>
    public MemoryExceeded? OutOfMemory() => memory?.Exceeded();

    /// <summary>Ends every process in the group.</summary>
    public void KillAll()
    {
        foreach (var process in ProcessFiles.SelectMany(Processes).Distinct())
        {
            _ = Native.Kill(process, Native.SigKill);
        }
    }

    /// <summary>Removes the group, ending whoever is in it.</summary>
    /// <returns>Whether it is gone; if not, try again a little later.</returns>
    public bool TryRemove()
    {
        KillAll();
        return directories.All(TryRemove);
    }

    /// <summary>Removes a group that nobody has joined.</summary>
    public void Remove() => _ = TryRemove();

    private static bool TryRemove(string directory)
    {
        try
        {
            // The files in it are the kernel's: the directory alone is removed.
            System.IO.Directory.Delete(directory, recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Processes(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(static line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
