using System.Security.Cryptography;
using System.Text;
using Kernel.Agent.Server.Files;

namespace Kernel.Agent.Server.Host;

/// <summary>Where the executor host of an agent listens, and how its processes are known.</summary>
/// <param name="Socket">The path of the socket; short enough for one (108 bytes).</param>
/// <param name="Marker">What marks the processes of this agent's containers.</param>
public sealed record HostPlace(string Socket, string Marker)
{
    private const int SocketPathMax = 107;

    /// <summary>The place that belongs to a work directory: the same for every agent that runs there.</summary>
    /// <exception cref="IOException">The directory cannot be made, or is somebody else's.</exception>
    public static HostPlace Of(string workDirectory, string? runtimeDirectory)
    {
        var marker = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workDirectory)))[..16];
        if (runtimeDirectory is not null)
        {
            Directory.CreateDirectory(runtimeDirectory);
        }

        var root = runtimeDirectory ?? Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "";
        root = Directory.Exists(root) ? root : "/tmp";
        var directory = Path.Combine(root, $"kernel-{marker}");
        MakePrivate(directory);
        var socket = Path.Combine(directory, "host.sock");
        return Encoding.UTF8.GetByteCount(socket) <= SocketPathMax
            ? new(socket, marker)
            : throw new IOException($"The path of the executor host's socket is too long: {socket}; choose a shorter --runtime_dir");
    }

    /// <summary>Nobody else may own the directory: whoever does could be the host.</summary>
    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var probe = Path.Combine(directory, ".owner");
        File.WriteAllBytes(probe, []);
        var owner = UnixFileStatus.Of(probe, follows: false)?.UserId;
        var status = UnixFileStatus.Of(directory, follows: false);
        File.Delete(probe);
        if (status is not { IsDirectory: true } || status.Value.UserId != owner || (status.Value.Mode & 0x3f) != 0)
        {
            throw new IOException($"The runtime directory {directory} is not this user's alone");
        }
    }
}
