using System.CommandLine;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel tasks</c>: the tasks, the latest first.</summary>
internal static class TasksCommand
{
    public static Command Build()
    {
        var (reaching, json) = (Reaching.Create(), OperatorCommand.AsJson());
        var state = new Option<string?>("--state") { Description = "Only tasks in this state, for instance TASK_RUNNING." };
        var framework = new Option<string?>("--framework") { Description = "Only tasks of the framework with this id." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = static _ => 1_000 };
        var command = new Command("tasks", "List the tasks.") { state, framework, limit, json };
        reaching.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await reaching.ReachAsync(parsed, stop);
            var filter = parsed.GetValue(framework) is { } id ? $"&framework_id={Uri.EscapeDataString(id)}" : "";
            var tasks = await api.GetAsync($"tasks?limit={parsed.GetValue(limit)}{filter}", stop);
            Show(tasks.Items("tasks"), parsed.GetValue(state)).Print(parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static Report Show(IReadOnlyList<JsonElement> tasks, string? state)
    {
        var report = new Report("Id", "State", "Agent", "Framework", "Cpus", "Mem", "Since", "Message");
        foreach (var task in tasks.Where(task => state is null || task.Text("state") == state))
        {
            var last = task.Items("statuses").LastOrDefault();
            report.Add(
                task.Text("id"), task.Text("state"), task.Text("slave_id"), task.Text("framework_id"),
                task.Resource("resources", "cpus"), task.Resource("resources", "mem"), Since(last), last.Text("message"));
        }

        return report;
    }

    private static string? Since(JsonElement status) =>
        status.Number("timestamp") is var seconds and > 0
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
