using System.Diagnostics;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>Foreign clients, installed by their ordinary package managers and run as they are.</summary>
public static class Clients
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Clients");

    /// <summary>Why the Marathon client of Debian cannot be run; null if it can.</summary>
    public static string? PythonMarathonMissing { get; } =
        Succeeds("/usr/bin/python3", "-c", "import marathon") ? null : "python3-marathon is not installed";

    /// <summary>Why the ZooKeeper client of Debian cannot be run; null if it can.</summary>
    public static string? KazooMissing { get; } =
        Succeeds("/usr/bin/python3", "-c", "import kazoo") ? null : "python3-kazoo is not installed";

    /// <summary>Where a package of npm has been installed; null if that cannot be done here.</summary>
    public static string? Npm(string package)
    {
        var directory = Path.Combine(Path.GetTempPath(), "kernel-test-npm", package.Replace('@', '-').Replace('/', '-'));
        var modules = Path.Combine(directory, "node_modules");
        if (!Directory.Exists(modules))
        {
            Directory.CreateDirectory(directory);
            Succeeds("npm", "install", "--prefix", directory, "--no-audit", "--no-fund", "--loglevel=error", package);
        }

        return Directory.Exists(modules) ? modules : null;
    }

    /// <summary>Runs a script of <c>Clients/</c>.</summary>
    public static KernelProcess Run(string program, string script, string? nodePath, params IEnumerable<string> arguments) =>
        KernelProcess.Start(
            program,
            [Path.Combine(Scripts, script), .. arguments],
            nodePath is null ? [] : [KeyValuePair.Create("NODE_PATH", nodePath)]);

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            return process.WaitForExit(TimeSpan.FromMinutes(2)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs Debian's python3-marathon.</summary>
public sealed class PythonMarathonFactAttribute : FactAttribute
{
    /// <summary>Skips the test, with the reason, where the client is missing.</summary>
    public PythonMarathonFactAttribute() => Skip = Clients.PythonMarathonMissing;
}

/// <summary>A test that needs a package of npm.</summary>
public sealed class NpmFactAttribute : FactAttribute
{
    /// <summary>Skips the test, with the reason, where the package cannot be installed.</summary>
    public NpmFactAttribute(string package) =>
        Skip = Clients.Npm(package) is null ? $"the npm package {package} cannot be installed here" : null;
}
