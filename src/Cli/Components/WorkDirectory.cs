using Kernel.Store;
using Kernel.ZooKeeper;

namespace Kernel.Cli.Components;

/// <summary>Where components keep their files.</summary>
internal static class WorkDirectory
{
    /// <summary>Where <c>kernel up</c> keeps its files if it is not told: no root is needed.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? data
            : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/tmp", ".local/share"),
        "kernel");

    /// <summary>Makes sure that a directory exists and can be written to.</summary>
    /// <exception cref="Refusal">It cannot.</exception>
    public static string Prepare(string directory)
    {
        try
        {
            var path = Directory.CreateDirectory(Path.GetFullPath(directory)).FullName;
            var probe = Path.Combine(path, $".probe-{Environment.ProcessId}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }

            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"the work directory {directory} cannot be written to: {failure.Message}");
        }
    }

    /// <summary>
    /// Opens a component's store: where its flag says, or where in ZooKeeper another flag does, or a SQLite file in its directory.
    /// </summary>
    public static Task<IStore> OpenStoreAsync(
        string? flag, ZooKeeperAddress? zooKeeper, TimeSpan sessionTimeout, string directory, string file)
    {
        var url = flag ?? zooKeeper?.Url;
        return Stores.OpenAsync(
            StoreUrl(url, directory, file), leaseLength: ZooKeeperAddress.Is(url) ? sessionTimeout : null);
    }

    /// <summary>The URL of a component's store: what its flag says, or a SQLite file in its directory.</summary>
    public static string StoreUrl(string? flag, string directory, string file) => flag ?? $"sqlite://{Path.Combine(directory, file)}";
}
