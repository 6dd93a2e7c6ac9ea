using System.Runtime.InteropServices;

namespace LoadTests;

/// <summary>
/// The processor time that this thread has used, which tells what something costs on a busy machine too.
/// </summary>
internal static partial class Cpu
{
    private const int ThreadClock = 3;

    /// <summary>Milliseconds of processor time of this thread.</summary>
    public static double Milliseconds()
    {
        var result = GetTime(ThreadClock, out var time);
        return result == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : double.NaN;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
