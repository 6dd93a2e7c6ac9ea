using System.Collections.Concurrent;
using System.Diagnostics;
using Kernel.Containers.Cgroups;

namespace Kernel.Containers.Processes;

/// <summary>
/// Sends signals to whole containers, and ends what containers leave behind when their first process ends. One thread;
/// what has gathered meanwhile is served from one look at <c>/proc</c>.
/// </summary>
internal sealed class TreeKiller(ConcurrentDictionary<string, RunningProcess> running, Predicate<int> isLeader)
{
    private const int EndTries = 100;

    private static readonly TimeSpan sweepPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan endPause = TimeSpan.FromMilliseconds(10);

    private readonly BlockingCollection<Order> orders = [];
    private readonly ConcurrentDictionary<ControlGroup, bool> endedGroups = new();
    private Reaper? reaper;
    private int sweepIsWanted;
    private long lastSweep;

    /// <summary>Begins to work.</summary>
    public void Start(Reaper reaper)
    {
        this.reaper = reaper;
        new Thread(Run) { IsBackground = true, Name = "tree killer" }.Start();
    }

    /// <summary>Sends a signal to every process of a container.</summary>
    public void Signal(string containerId, int signal) => orders.Add(new(containerId, signal));

    /// <summary>Removes the control groups of a container that has ended, and whoever is still in them.</summary>
    public void Remove(ControlGroup group)
    {
        endedGroups[group] = true;
        SweepSoon();
    }

    /// <summary>Looks for what ended containers left.</summary>
    public void SweepSoon()
    {
        if (Interlocked.Exchange(ref sweepIsWanted, 1) == 0)
        {
            orders.Add(default);
        }
    }

    /// <summary>
    /// Ends every process that any container has or left; returns when there is none, or after some tries.
    /// </summary>
    public void EndAll()
    {
        using var never = new ManualResetEventSlim();
        for (var tries = 0; tries < EndTries; tries++)
        {
            var left = new ProcessTable().TreeOf(Environment.ProcessId).Skip(1).ToArray();
            foreach (var process in left)
            {
                _ = Native.Kill(process, Native.SigKill);
            }

            var groups = endedGroups.Keys.Concat(
                running.Values.Select(static container => container.Group).OfType<ControlGroup>());
            if ((groups.All(static group => group.TryRemove()) && left.Length == 0) || never.Wait(endPause))
            {
                return;
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            if (orders.TryTake(out var order, Patience()))
            {
                Serve(order);
            }

            if (Volatile.Read(ref sweepIsWanted) != 0 && Patience() == TimeSpan.Zero)
            {
                Interlocked.Exchange(ref sweepIsWanted, 0);
                lastSweep = Stopwatch.GetTimestamp();
                Sweep();
            }
        }
    }

    private TimeSpan Patience()
    {
        if (Volatile.Read(ref sweepIsWanted) == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        var left = sweepPause - Stopwatch.GetElapsedTime(lastSweep);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Serve(Order order)
    {
        var table = new ProcessTable();
        ILookup<string, int>? orphans = null;
        do
        {
            if (order.ContainerId is { } id && running.TryGetValue(id, out var container))
            {
                Signal(container, order.Signal, table, orphans ??= OrphansByContainer(table));
            }
        }
        while (orders.TryTake(out order));
    }

    private void Signal(RunningProcess container, int signal, ProcessTable table, ILookup<string, int> orphans)
    {
        reaper!.WhileAlive(container.Process, leader =>
        {
            foreach (var process in table.TreeOf(leader))
            {
                _ = Native.Kill(process, signal);
            }

            if (signal == Native.SigKill)
            {
                _ = Native.Kill(-leader, signal);
            }
        });
        foreach (var process in orphans[container.Plan.ContainerId].SelectMany(table.TreeOf))
        {
            _ = Native.Kill(process, signal);
        }

        if (signal == Native.SigKill)
        {
            container.Group?.KillAll();
        }
    }

    /// <summary>
    /// Adopted processes, by the container that they are of; those of no container that runs are under the empty name.
    /// </summary>
    private ILookup<string, int> OrphansByContainer(ProcessTable table)
    {
        var sessions = running.Values.ToLookup(
            static container => container.Process, static container => container.Plan.ContainerId);
        return table.OrphansOf(Environment.ProcessId)
            .Where(process => !isLeader(process))
            .Select(process => (Process: process, Container: ContainerOf(process, sessions)))
            .Where(static entry => entry.Container is not null)
            .ToLookup(static entry => entry.Container!, static entry => entry.Process);
    }

    private string? ContainerOf(int process, ILookup<int, string> sessions)
    {
        if (ProcessTable.Stat(process) is not { State: not 'Z' } stat)
        {
            return null;
        }

        if (sessions[stat.Session].FirstOrDefault() is { } container)
        {
            return container;
        }

        var marked = ProcessTable.Variable(process, ProcessContainerizer.ContainerVariable);
        return marked is null ? null : running.ContainsKey(marked) ? marked : "";
    }

    private void Sweep()
    {
        var table = new ProcessTable();
        var left = OrphansByContainer(table)[""].SelectMany(table.TreeOf).ToArray();
        foreach (var process in left)
        {
            _ = Native.Kill(process, Native.SigKill);
        }

        foreach (var group in endedGroups.Keys.Where(static group => group.TryRemove()))
        {
            endedGroups.TryRemove(group, out _);
        }

        if (left.Length > 0 || !endedGroups.IsEmpty)
        {
            SweepSoon();
        }
    }

    private readonly record struct Order(string? ContainerId, int Signal);
}
