using System.CommandLine;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel frameworks</c>: who schedules on this cluster.</summary>
internal static class FrameworksCommand
{
    public static Command Build() => OperatorCommand.Reporting("frameworks", "List the frameworks.", ReadAsync);

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Id", "Name", "State", "Roles", "Tasks", "Cpus", "Mem", "Offers", "WebuiUrl");
        foreach (var framework in (await master.GetAsync("frameworks", stop)).Items("frameworks"))
        {
            report.Add(
                framework.Text("id"), framework.Text("name"), State(framework), Roles(framework),
                framework.Items("tasks").Count, framework.Resource("used_resources", "cpus"),
                framework.Resource("used_resources", "mem"), framework.Items("offers").Count, framework.Text("webui_url"));
        }

        return report;
    }

    private static string State(JsonElement framework) =>
        !framework.Flag("connected") ? "disconnected" : framework.Flag("active") ? "active" : "inactive";

    private static string Roles(JsonElement framework) =>
        framework.Items("roles") is { Count: > 0 } roles
            ? string.Join(",", roles.Select(static role => role.GetString()))
            : framework.Text("role") ?? "*";
}
