namespace Kernel.Containers.Processes;

/// <summary>Finds programs as <c>execvp(3)</c> does.</summary>
internal static class ProgramLookup
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The file of a plan's program.</summary>
    /// <exception cref="LaunchFailedException">There is none.</exception>
    public static string Find(LaunchPlan plan)
    {
        if (plan.Program.Contains('/', StringComparison.Ordinal))
        {
            // A relative path is meant from where the program will run, which is where exec looks, too.
            return plan.Program;
        }

        return Find(plan.Program, PathOf(plan.Environment))
            ?? throw new LaunchFailedException($"Failed to execute '{plan.Program}': No such file or directory");
    }

    /// <summary>The file of a program of the system's.</summary>
    /// <exception cref="LaunchFailedException">It is not installed.</exception>
    public static string Required(string name) =>
        Find(name, DefaultPath)
            ?? throw new LaunchFailedException($"This needs the program '{name}', which is not installed");

    private static string? Find(string name, string path) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(IsExecutable);

    private static string PathOf(IReadOnlyList<string> environment)
    {
        const string Prefix = "PATH=";
        var variable = environment.LastOrDefault(static entry => entry.StartsWith(Prefix, StringComparison.Ordinal));
        return variable?[Prefix.Length..] ?? DefaultPath;
    }

    private static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Executable) != 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
