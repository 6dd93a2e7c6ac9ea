using System.CommandLine;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel status</c>: the cluster in a few lines.</summary>
internal static class StatusCommand
{
    private static readonly string[] Amounts = ["cpus", "mem", "disk", "gpus"];

    public static Command Build() =>
        OperatorCommand.Reporting("status", "Show the leader, the agents, the tasks and how full the cluster is.", ReadAsync);

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var metrics = await master.GetAsync("metrics/snapshot", stop);
        var version = await master.GetAsync("version", stop);
        var report = new Report("What", "Value");
        report.Add("version", version.Text("version"));
        report.Add("leading", metrics.Number("master/elected") == 1);
        report.Add("uptime", TimeSpan.FromSeconds(Math.Floor(metrics.Number("master/uptime_secs"))).ToString("c"));
        report.Add("agents", Agents(metrics));
        report.Add("frameworks", $"{metrics.Number("master/frameworks_active")} active, {metrics.Number("master/frameworks_inactive")} inactive");
        report.Add("tasks", Tasks(metrics));
        report.Add("outstanding offers", metrics.Number("master/outstanding_offers"));
        foreach (var name in Amounts.Where(name => metrics.Number($"master/{name}_total") > 0))
        {
            report.Add(name, Share(metrics, name));
        }

        return report;
    }

    private static string Agents(JsonElement metrics) =>
        $"{metrics.Number("master/slaves_active")} active, {metrics.Number("master/slaves_inactive")} inactive, "
        + $"{metrics.Number("master/slaves_unreachable")} unreachable";

    private static string Tasks(JsonElement metrics) =>
        $"{metrics.Number("master/tasks_staging")} staging, {metrics.Number("master/tasks_starting")} starting, "
        + $"{metrics.Number("master/tasks_running")} running, {metrics.Number("master/tasks_unreachable")} unreachable";

    private static string Share(JsonElement metrics, string name) =>
        $"{metrics.Number($"master/{name}_used"):0.###} of {metrics.Number($"master/{name}_total"):0.###} used "
        + $"({metrics.Number($"master/{name}_percent") * 100:0} %)";
}
