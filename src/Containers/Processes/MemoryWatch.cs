using System.Collections.Concurrent;

namespace Kernel.Containers.Processes;

/// <summary>
/// Ends a container of which the kernel has killed a process for its memory, as Mesos does; the container's exit then
/// says so. (With control groups of version 2 the kernel itself ends the whole group.)
/// </summary>
internal static class MemoryWatch
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks at every container now and then, for good.</summary>
    public static void Start(ConcurrentDictionary<string, RunningProcess> running, TreeKiller killer) =>
        new Thread(() => Run(running, killer)) { IsBackground = true, Name = "memory watch" }.Start();

    private static void Run(ConcurrentDictionary<string, RunningProcess> running, TreeKiller killer)
    {
        using var never = new ManualResetEventSlim();
        while (!never.Wait(pause))
        {
            foreach (var (id, container) in running)
            {
                if (container.Group?.OutOfMemory() is not null)
                {
                    killer.Signal(id, Native.SigKill);
                }
            }
        }
    }
}
