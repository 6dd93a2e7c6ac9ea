using Kernel.Agent.Server.Files;
using Kernel.Protocol.HostLink;

namespace Kernel.Agent.Server.Host;

/// <summary>Where the executor host of an agent listens, and how its processes are known.</summary>
/// <param name="Socket">The path of the socket.</param>
/// <param name="Marker">What marks the processes of this agent's containers.</param>
public sealed record HostPlace(string Socket, string Marker)
{
    private const uint WritableByOthers = 0x12;

    /// <summary>The place that belongs to a work directory: the same for every agent that runs there.</summary>
    /// <exception cref="IOException">The directory cannot be made, or is somebody else's.</exception>
    /// <exception cref="HostLinkException">The path of the socket would be too long.</exception>
    public static HostPlace Of(string workDirectory, string? runtimeDirectory)
    {
        var socket = HostSocket.PathFor(workDirectory, runtimeDirectory);
        MakePrivate(Path.GetDirectoryName(socket)!);
        return new(socket, Path.GetFileNameWithoutExtension(socket));
    }

    /// <summary>Nobody else may write there: whoever does could be the host.</summary>
    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var probe = Path.Combine(directory, $".owner-{Environment.ProcessId}");
        File.WriteAllBytes(probe, []);
        var own = UnixFileStatus.Of(probe, follows: false)?.UserId;
        File.Delete(probe);
        if (UnixFileStatus.Of(directory, follows: false) is not { IsDirectory: true } status
            || status.UserId != own || (status.Mode & WritableByOthers) != 0)
        {
            throw new IOException($"The runtime directory {directory} is not this user's alone");
        }
    }
}
