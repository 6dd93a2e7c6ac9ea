using System.Text;

namespace Kernel.Executor.Server;

/// <summary>
/// The place of a host's socket: taken by one host at a time, in a directory that is its user's alone.
/// </summary>
internal sealed class SocketPlace : IDisposable
{
    private const int PathLengthMax = 107;
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream hold;

    private SocketPlace(FileStream hold) => this.hold = hold;

    /// <summary>Takes the place; what a dead host left there is removed.</summary>
    /// <exception cref="HostStartException">The path cannot be a socket's, or a living host holds it.</exception>
    public static SocketPlace Take(string path)
    {
        if (!Path.IsPathFullyQualified(path) || Encoding.UTF8.GetByteCount(path) > PathLengthMax)
        {
            throw new HostStartException(
                $"--socket must be an absolute path of at most {PathLengthMax} bytes, not '{path}'");
        }

        try
        {
            var directory = Path.GetDirectoryName(path)!;
            if (!OperatingSystem.IsWindows() && !Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory, OwnersOnly);
            }

            // The lock goes with the process, however that ends.
            var hold = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
            return new(hold);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException($"The socket {path} cannot be taken: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => hold.Dispose();
}
