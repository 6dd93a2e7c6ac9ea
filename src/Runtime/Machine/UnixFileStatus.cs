using System.Runtime.InteropServices;

namespace Kernel.Runtime.Machine;

/// <summary>What the system knows of a file; more than .NET tells.</summary>
/// <param name="Links">How many names it has.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Modified">When its content last changed, in seconds since the epoch.</param>
/// <param name="Mode">Its type and permissions, as stat(2) gives them.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
public readonly record struct UnixFileStatus(uint Links, long Size, long Modified, uint Mode, uint UserId, uint GroupId)
{
    private const uint Directory = 0x4000;
    private const uint SymbolicLink = 0xa000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & 0xf000) == Directory;

    /// <summary>Type and permissions as <c>ls -l</c> writes them, <c>-rw-r--r--</c>.</summary>
    public string ModeText
    {
        get
        {
            var text = new char[10];
            text[0] = (Mode & 0xf000) switch { Directory => 'd', SymbolicLink => 'l', _ => '-' };
            for (var i = 0; i < 9; i++)
            {
                text[i + 1] = (Mode & (0x100u >> i)) != 0 ? "rwx"[i % 3] : '-';
            }

            return new(text);
        }
    }

    /// <summary>Asks the system about a file; null if it cannot tell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="follows">Whether a link is followed.</param>
    public static unsafe UnixFileStatus? Of(string path, bool follows)
    {
        const int CurrentDirectory = -100;
        const int NoFollow = 0x100;
        const uint BasicStatistics = 0x7ff;
        var buffer = stackalloc byte[256];
        return statx(CurrentDirectory, path, follows ? 0 : NoFollow, BasicStatistics, buffer) == 0 ? Read(buffer) : null;
    }

    /// <summary>The fields of <c>struct statx</c>, whose layout is the same on every architecture.</summary>
    private static unsafe UnixFileStatus Read(byte* buffer) => new(
        *(uint*)(buffer + 16),
        *(long*)(buffer + 40),
        *(long*)(buffer + 112),
        *(ushort*)(buffer + 28),
        *(uint*)(buffer + 20),
        *(uint*)(buffer + 24));

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int statx(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* buffer);
}
