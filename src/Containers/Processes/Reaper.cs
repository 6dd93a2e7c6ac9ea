using System.Runtime.InteropServices;

namespace Kernel.Containers.Processes;

/// <summary>
/// The one who waits for the host's children, and for orphans that the host adopts as subreaper. It must be the only
/// one in its process: <see cref="System.Diagnostics.Process"/> must not be used beside it.
/// </summary>
internal sealed unsafe class Reaper
{
    private const int AllChildren = 0;
    private const int Exited = 4;
    private const int DoNotReap = 0x01000000;
    private const int InformationLength = 128;
    private const int ProcessOffset = 16;
    private const int SetChildSubreaper = 36;

    private readonly Lock gate = new();
    private readonly Dictionary<int, Action<int>> waiting = [];
    private readonly Dictionary<int, int> early = [];
    private readonly AutoResetEvent childStarted = new(false);
    private readonly Action orphanEnded;
    private int starting;

    private Reaper(Action orphanEnded) => this.orphanEnded = orphanEnded;

    /// <summary>Starts reaping, for the whole process and for good.</summary>
    /// <param name="orphanEnded">Told when an adopted orphan ended.</param>
    public static Reaper Start(Action orphanEnded)
    {
        // Whoever started us may ignore SIGCHLD; then children would vanish without a status.
        _ = Native.SetSignalHandler(Native.SigChild, 0);
        _ = Native.Control(SetChildSubreaper, 1, 0, 0, 0);
        var reaper = new Reaper(orphanEnded);
        new Thread(reaper.Run) { IsBackground = true, Name = "reaper" }.Start();
        return reaper;
    }

    /// <summary>Whether a process is a child that is waited for.</summary>
    public bool IsWaitedFor(int process)
    {
        lock (gate)
        {
            return waiting.ContainsKey(process);
        }
    }

    /// <summary>Is told that a child is about to be started: until then its end is kept.</summary>
    public void Starting()
    {
        lock (gate)
        {
            starting++;
        }
    }

    /// <summary>Is told that the child was not started.</summary>
    public void NotStarted()
    {
        lock (gate)
        {
            DoneStarting();
        }
    }

    /// <summary>Is told that the child runs.</summary>
    /// <param name="process">The child.</param>
    /// <param name="exited">Told its wait status, on the reaper's thread or here.</param>
    public void Started(int process, Action<int> exited)
    {
        int status;
        bool isOver;
        lock (gate)
        {
            isOver = early.Remove(process, out status);
            if (!isOver)
            {
                waiting.Add(process, exited);
            }

            DoneStarting();
        }

        childStarted.Set();
        if (isOver)
        {
            exited(status);
        }
    }

    /// <summary>
    /// Does something to a child that has not been reaped, so that its number means it and nobody else.
    /// </summary>
    public void WhileAlive(int process, Action<int> action)
    {
        lock (gate)
        {
            if (waiting.ContainsKey(process))
            {
                action(process);
            }
        }
    }

    private void DoneStarting()
    {
        if (--starting == 0)
        {
            early.Clear();
        }
    }

    private void Run()
    {
        while (true)
        {
            if (Next() is { } process)
            {
                Reap(process);
            }
            else
            {
                childStarted.WaitOne();
            }
        }
    }

    /// <summary>Waits until a child has ended; null if there are none.</summary>
    private static int? Next()
    {
        var information = stackalloc byte[InformationLength];
        while (Native.WaitId(AllChildren, 0, information, Exited | DoNotReap) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Native.Interrupted)
            {
                return null;
            }
        }

        return *(int*)(information + ProcessOffset);
    }

    private void Reap(int process)
    {
        // The dead leader still holds its number: what is left of its process group can be ended without a mistake.
        if (IsWaitedFor(process))
        {
            _ = Native.Kill(-process, Native.SigKill);
        }

        Action<int>? exited;
        int status;
        lock (gate)
        {
            _ = Native.WaitProcess(process, out status, 0);
            if (!waiting.Remove(process, out exited) && starting > 0)
            {
                early[process] = status;
            }
        }

        if (exited is null)
        {
            orphanEnded();
        }
        else
        {
            exited(status);
        }
    }
}
