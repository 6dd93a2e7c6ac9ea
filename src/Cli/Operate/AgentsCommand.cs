using System.CommandLine;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel agents</c>: the agents and how full they are.</summary>
internal static class AgentsCommand
{
    public static Command Build() => OperatorCommand.Reporting("agents", "List the agents.", ReadAsync);

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Id", "Host", "Port", "State", "CpusUsed", "Cpus", "MemUsed", "Mem", "DiskUsed", "Disk", "Attributes");
        foreach (var agent in (await master.GetAsync("slaves", stop)).Items("slaves"))
        {
            report.Add(
                agent.Text("id"), agent.Text("hostname"), agent.Number("port"), State(agent),
                agent.Resource("used_resources", "cpus"), agent.Resource("resources", "cpus"),
                agent.Resource("used_resources", "mem"), agent.Resource("resources", "mem"),
                agent.Resource("used_resources", "disk"), agent.Resource("resources", "disk"),
                Attributes(agent));
        }

        return report;
    }

    private static string State(JsonElement agent) =>
        agent.Field("drain_info") is { } drain ? drain.Text("state")?.ToLowerInvariant() ?? "draining"
        : agent.Flag("deactivated") ? "deactivated"
        : agent.Flag("active") ? "active" : "disconnected";

    private static string? Attributes(JsonElement agent) =>
        agent.Field("attributes") is { ValueKind: JsonValueKind.Object } attributes && attributes.EnumerateObject().Any()
            ? string.Join(";", attributes.EnumerateObject().Select(static attribute => $"{attribute.Name}:{attribute.Value}"))
            : null;
}
