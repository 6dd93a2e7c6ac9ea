using System.Diagnostics;
using Kernel.Master.Server.Link;
using Kernel.Model;
using Kernel.Protocol.AgentLink;

namespace LoadTests.Master;

/// <summary>
/// All agents come back to a master that has just been elected (Mesos: MasterFailover_BENCHMARK_Test): their messages are read
/// and decided one after the other by one thread, from bytes to known tasks. Sockets and the registry's disk are not in it.
/// </summary>
internal sealed class ReregistrationLoad : ILoadTest
{
    /// <inheritdoc/>
    public string Name => "reregistration";

    /// <inheritdoc/>
    public string Summary =>
        "agents come back: --agents 2000 --tasks 100000 --completed 100000 [--frameworks 100] [--bare] [--repeat 5]; lists give the growth";

    /// <inheritdoc/>
    public Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        var (agents, tasks) = (options.Numbers("agents", "2000"), options.Numbers("tasks", "100000"));
        var completed = options.Numbers("completed", options.Text("tasks", "100000"));
        Measure(new(200, 10_000, 10_000, 100), cancel);
        List<(double Size, double Ms)> growth = [];
        for (var i = 0; i < Math.Max(agents.Length, tasks.Length) && !cancel.IsCancellationRequested; i++)
        {
            var reported = new ReportedAgents(At(agents, i), At(tasks, i), At(completed, i), options.Number("frameworks", 100), options.Has("bare"));
            var runs = Enumerable.Range(0, options.Number("repeat", 5)).Select(_ => Measure(reported, cancel)).ToList();
            var cpu = Median.Of(runs.Select(static run => run.ReadCpu + run.DecideCpu));
            growth.Add((At(agents, i) + At(tasks, i) + At(completed, i), cpu));
            report.Line(
                ("agents", At(agents, i)), ("tasks", At(tasks, i)), ("completed", At(completed, i)),
                ("ms", Median.Of(runs.Select(static run => run.Ms))), ("cpuMs", cpu),
                ("readCpuMs", Median.Of(runs.Select(static run => run.ReadCpu))),
                ("decideCpuMs", Median.Of(runs.Select(static run => run.DecideCpu))),
                ("longestDecisionCpuMs", Median.Of(runs.Select(static run => run.Longest))),
                ("messageMB", runs[0].Bytes / 1e6));
        }

        if (growth.Count > 1)
        {
            report.Line(("exponent", Median.Exponent(growth)));
        }

        return Task.CompletedTask;
    }

    private static int At(int[] values, int index) => values[Math.Min(index, values.Length - 1)];

    private static Run Measure(ReportedAgents reported, CancellationToken cancel)
    {
        var master = new RecoveredMaster(reported, reported.Agents);
        LinkMessage[] messages = [.. Enumerable.Range(0, reported.Agents).Select(reported.Received)];
        GC.Collect();
        var (start, read, decide, longest) = (Stopwatch.GetTimestamp(), 0.0, 0.0, 0.0);
        foreach (var message in messages)
        {
            cancel.ThrowIfCancellationRequested();
            var begun = Cpu.Milliseconds();
            var input = LinkInputs.Read(message)!;
            var lifted = Cpu.Milliseconds();
            master.Turn(input);
            var decided = Cpu.Milliseconds();
            read += lifted - begun;
            decide += decided - lifted;
            longest = Math.Max(longest, decided - lifted);
        }

        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Invariant.Holds(master.State.Agents.Count == reported.Agents, "every agent is back");
        return new(elapsed, read, decide, longest, messages.Sum(static message => (long)message.Body.Length));
    }

    private sealed record Run(double Ms, double ReadCpu, double DecideCpu, double Longest, long Bytes);
}
