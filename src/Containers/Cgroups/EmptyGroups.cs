namespace Kernel.Containers.Cgroups;

/// <summary>Removes control groups that hosts which were killed left behind.</summary>
internal static class EmptyGroups
{
    // Another host may have made a group that nobody has joined yet.
    private static readonly TimeSpan ageMin = TimeSpan.FromMinutes(1);

    /// <summary>Removes every group below the roots that has been there for a while and is empty.</summary>
    public static void Remove(IEnumerable<string> roots)
    {
        foreach (var directory in roots.SelectMany(static root => System.IO.Directory.GetDirectories(root)))
        {
            try
            {
                if (TimeProvider.System.GetUtcNow() - System.IO.Directory.GetLastWriteTimeUtc(directory) > ageMin)
                {
                    System.IO.Directory.Delete(directory, recursive: false);
                }
            }
            catch (Exception used) when (used is IOException or UnauthorizedAccessException)
            {
                // It is in use, or has just been removed by its owner.
            }
        }
    }
}
