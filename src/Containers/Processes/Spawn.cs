using System.Runtime.InteropServices;

namespace Kernel.Containers.Processes;

/// <summary>
/// Starts processes by <c>posix_spawn</c>: in a session of their own, with signals as at the start of the world,
/// standard streams straight into files, and nothing else of the host's.
/// </summary>
internal static unsafe class Spawn
{
    // Larger than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t of any C library.
    private const int BlockLength = 512;

    private const short SetDefaultSignals = 0x04;
    private const short SetBlockedSignals = 0x08;
    private const short NewSession = 0x80;
    private const int ReadOnly = 0;
    private const int AppendOrCreate = 0x1 | 0x40 | 0x400;
    private const uint FileMode = 0x1a4; // 0644

    private static readonly nint attributes = MakeAttributes();

    /// <summary>Starts a process.</summary>
    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its arguments, its name first.</param>
    /// <param name="plan">Where it runs and what it sees.</param>
    /// <param name="process">The process.</param>
    /// <returns>0, or the error number.</returns>
    public static int Start(string path, IReadOnlyList<string> arguments, LaunchPlan plan, out int process)
    {
        var actions = stackalloc byte[BlockLength];
        _ = Native.InitializeActions(actions);
        try
        {
            AddActions(actions, plan);
            using var file = new NativeStrings([path]);
            using var argv = new NativeStrings(arguments);
            using var envp = new NativeStrings(plan.Environment);
            return Native.Spawn(out process, *file.Pointer, actions, (void*)attributes, argv.Pointer, envp.Pointer);
        }
        finally
        {
            _ = Native.DestroyActions(actions);
        }
    }

    private static void AddActions(byte* actions, LaunchPlan plan)
    {
        _ = Native.AddOpen(actions, 0, plan.StandardInput, ReadOnly, 0);
        _ = Native.AddOpen(actions, 1, plan.StandardOutput, AppendOrCreate, FileMode);
        _ = plan.StandardError == plan.StandardOutput
            ? Native.AddDuplicate(actions, 1, 2)
            : Native.AddOpen(actions, 2, plan.StandardError, AppendOrCreate, FileMode);
        _ = Native.AddChangeDirectory(actions, plan.Directory);
        _ = Native.AddCloseFrom(actions, 3);
    }

    private static nint MakeAttributes()
    {
        var made = (byte*)NativeMemory.AllocZeroed(BlockLength);
        var signals = stackalloc byte[BlockLength];
        _ = Native.InitializeAttributes(made);
        _ = Native.SetFlags(made, SetDefaultSignals | SetBlockedSignals | NewSession);
        _ = Native.FillSignals(signals);
        _ = Native.SetDefaultSignals(made, signals);
        _ = Native.EmptySignals(signals);
        _ = Native.SetBlockedSignals(made, signals);
        return (nint)made;
    }
}
