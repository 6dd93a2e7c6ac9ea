using Microsoft.Win32.SafeHandles;

namespace Kernel.Containers.Processes;

/// <summary>
/// A container's standard input as a named pipe, into which others write. While it is held open here, the container
/// does not see the end of its input.
/// </summary>
public sealed class InputPipe : IDisposable
{
    private const uint Mode = 0x180; // 0600

    private readonly string path;
    private readonly SafeFileHandle hold;

    private InputPipe(string path, SafeFileHandle hold) => (this.path, this.hold) = (path, hold);

    /// <summary>Makes the pipe.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static InputPipe Create(string path)
    {
        if (Native.MakePipe(path, Mode) != 0)
        {
            throw new IOException($"The pipe {path} cannot be made");
        }

        // Opened both ways, as Linux allows, it waits for nobody.
        return new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
    }

    /// <summary>Lets go of the pipe: when its other writers do, its input ends.</summary>
    public void Dispose()
    {
        hold.Dispose();
        File.Delete(path);
    }
}
