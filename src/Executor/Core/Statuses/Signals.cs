namespace Kernel.Executor.Core;

/// <summary>Signals of Linux.</summary>
public static class Signals
{
    /// <summary>Ends a process at once.</summary>
    public const int Kill = 9;

    /// <summary>Asks a process to end.</summary>
    public const int Terminate = 15;

    // As strsignal(3) of glibc calls them.
    private static readonly string[] names =
    [
        "Unknown signal 0", "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted",
        "Bus error", "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault",
        "User defined signal 2", "Broken pipe", "Alarm clock", "Terminated", "Stack fault", "Child exited",
        "Continued", "Stopped (signal)", "Stopped", "Stopped (tty input)", "Stopped (tty output)",
        "Urgent I/O condition", "CPU time limit exceeded", "File size limit exceeded", "Virtual timer expired",
        "Profiling timer expired", "Window changed", "I/O possible", "Power failure", "Bad system call",
    ];

    private const int RealtimeMin = 34;
    private const int RealtimeMax = 64;

    /// <summary>What <c>strsignal(3)</c> calls a signal.</summary>
    public static string Name(int signal) => signal switch
    {
        > 0 when signal < names.Length => names[signal],
        >= RealtimeMin and <= RealtimeMax => $"Real-time signal {signal - RealtimeMin}",
        _ => $"Unknown signal {signal}",
    };
}
