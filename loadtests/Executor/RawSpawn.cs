using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LoadTests.Executor;

/// <summary>
/// What the machine can do: processes started and waited for one after the other, with nothing around them.
/// </summary>
internal static unsafe partial class RawSpawn
{
    /// <summary>How many a second.</summary>
    public static double PerSecond(string program, int count)
    {
        var path = Marshal.StringToCoTaskMemUTF8(program);
        var arguments = stackalloc nint[] { path, 0 };
        var environment = stackalloc nint[] { 0 };
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            if (Spawn(out var process, path, 0, 0, arguments, environment) != 0 || Wait(process, out _, 0) != process)
            {
                throw new InvalidOperationException($"{program} cannot be started");
            }
        }

        Marshal.FreeCoTaskMem(path);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(
        out int process, nint path, nint actions, nint attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int process, out int status, int options);
}
