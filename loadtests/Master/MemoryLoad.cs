using Kernel.Master.Server.Link;

namespace LoadTests.Master;

/// <summary>What the master keeps of an agent, and of a task: the managed heap's growth, after everything else was collected.</summary>
internal sealed class MemoryLoad : ILoadTest
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Summary =>
        "bytes in the master: [--agents 1000,2000,5000,10000,20000] [--tasks 10000,20000,50000,100000,200000] [--frameworks 100]";

    /// <inheritdoc/>
    public Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        const int Hosts = 1_000;
        var frameworks = options.Number("frameworks", 100);
        Measure(new(100, 1_000, 1_000, frameworks), cancel);
        var none = Measure(new(1, 0, 0, frameworks), cancel);
        foreach (var agents in options.Numbers("agents", "1000,2000,5000,10000,20000"))
        {
            report.Line(("agents", agents), ("bytesPerAgent", (Measure(new(agents, 0, 0, frameworks), cancel) - none) / (agents - 1.0)));
        }

        none = Measure(new(Hosts, 0, 0, frameworks), cancel);
        foreach (var tasks in options.Numbers("tasks", "10000,20000,50000,100000,200000"))
        {
            report.Line(("tasks", tasks), ("bytesPerTask", (double)(Measure(new(Hosts, tasks, 0, frameworks), cancel) - none) / tasks));
        }

        return Task.CompletedTask;
    }

    private static long Measure(ReportedAgents reported, CancellationToken cancel)
    {
        var before = Collected();
        var master = new RecoveredMaster(reported, reported.Agents);
        for (var i = 0; i < reported.Agents; i++)
        {
            cancel.ThrowIfCancellationRequested();
            master.Turn(LinkInputs.Read(reported.Received(i))!);
        }

        var after = Collected();
        GC.KeepAlive(master);
        return after - before;
    }

    private static long Collected()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
