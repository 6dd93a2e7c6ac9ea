namespace Kernel.Store;

/// <summary>
/// The right of one process to use a file. The operating system ends it with the process, however that ends, so that
/// nothing must be cleaned up after a kill -9.
/// </summary>
internal sealed class FileOwnership : IDisposable
{
    private readonly FileStream held;

    private FileOwnership(FileStream held) => this.held = held;

    /// <summary>Takes the file, or says who has it.</summary>
    /// <exception cref="StoreException">Another process, or another store of this one, uses the file.</exception>
    public static FileOwnership Take(string path)
    {
        try
        {
            var held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(path + ".owner", $"process {Environment.ProcessId} ({Environment.ProcessPath})\n");
            return new(held);
        }
        catch (IOException failure) when (File.Exists(path + ".lock"))
        {
            throw new StoreException($"{path} is already in use by {OwnerOf(path)}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static string OwnerOf(string path)
    {
        try
        {
            return File.ReadAllText(path + ".owner").Trim() is { Length: > 0 } owner ? owner : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
