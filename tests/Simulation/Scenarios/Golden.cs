using Xunit;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// Stories that are kept beside their tests. <c>KERNEL_ACCEPT=1</c> writes them anew; then the difference is to be reviewed.
/// </summary>
public static class Golden
{
    /// <summary>Compares a story with the one that is kept.</summary>
    public static void Check(string name, string story)
    {
        var path = Path.Combine(Folder("Scenarios"), name);
        if (Environment.GetEnvironmentVariable("KERNEL_ACCEPT") is { Length: > 0 })
        {
            File.WriteAllText(path, story);
        }

        Assert.Equal(File.ReadAllText(path), story);
    }

    /// <summary>A folder of the simulator's sources.</summary>
    public static string Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "tests", "Simulation", name);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("the sources are not above the test program");
    }
}
