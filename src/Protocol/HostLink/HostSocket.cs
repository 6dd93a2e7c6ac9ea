using System.Security.Cryptography;
using System.Text;

namespace Kernel.Protocol.HostLink;

/// <summary>
/// Where an executor host's socket is: short, for the path of a Unix socket has at most 107 bytes; the same for the
/// same work directory, so that a restarted agent finds its host again.
/// </summary>
public static class HostSocket
{
    /// <summary>The longest path of a Unix socket, in bytes.</summary>
    public const int PathLengthMax = 107;

    /// <summary>The socket of the host of the agent that has a work directory.</summary>
    /// <param name="workDirectory">The agent's work directory.</param>
    /// <param name="runtimeDirectory">Where sockets live; found out if null.</param>
    /// <exception cref="HostLinkException">The path would be too long.</exception>
    public static string PathFor(string workDirectory, string? runtimeDirectory = null)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(workDirectory).TrimEnd('/')));
        var name = Convert.ToHexStringLower(hash.AsSpan(0, 8)) + ".sock";
        var path = Path.Combine(runtimeDirectory ?? DefaultDirectory(), name);
        return Encoding.UTF8.GetByteCount(path) <= PathLengthMax
            ? path
            : throw new HostLinkException(
                $"the path {path} is too long for a socket ({PathLengthMax} bytes): shorten runtime_dir");
    }

    private static string DefaultDirectory()
    {
        if (Environment.IsPrivilegedProcess && Directory.Exists("/run"))
        {
            return "/run/kernel";
        }

        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        return string.IsNullOrEmpty(runtime) || !Directory.Exists(runtime)
            ? $"/tmp/kernel-{Environment.UserName}"
            : Path.Combine(runtime, "kernel");
    }
}
