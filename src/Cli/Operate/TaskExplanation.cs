using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>How a task stands, and why.</summary>
internal static class TaskExplanation
{
    /// <summary>Explains a task; null if the master knows no such task.</summary>
    public static async Task<IReadOnlyList<string>?> OfAsync(string id, Api master, CancellationToken stop)
    {
        var tasks = (await master.GetAsync($"tasks?task_id={Uri.EscapeDataString(id)}", stop)).Items("tasks");
        var task = tasks.FirstOrDefault(task => task.Text("id") == id);
        return task.Text("id") is null ? null : [Sentence(task), .. await AgentSentencesAsync(task, master, stop)];
    }

    private static string Sentence(JsonElement task)
    {
        var last = task.Items("statuses").LastOrDefault();
        var reason = last.Text("reason") is { } why ? $" ({why})" : "";
        var message = last.Text("message") is { Length: > 0 } text ? $": {text}" : "";
        return $"{task.Text("id")} is {task.Text("state")} on agent {task.Text("slave_id")}{reason}{message}.";
    }

    private static async Task<IReadOnlyList<string>> AgentSentencesAsync(JsonElement task, Api master, CancellationToken stop)
    {
        if (task.Text("state") is not ("TASK_STAGING" or "TASK_UNREACHABLE"))
        {
            return [];
        }

        var agents = (await master.GetAsync("slaves", stop)).Items("slaves");
        var agent = agents.FirstOrDefault(agent => agent.Text("id") == task.Text("slave_id"));
        return agent.Text("id") is null ? ["Its agent is not registered; the task is known again when it comes back."]
            : !agent.Flag("active") ? ["Its agent is registered but not active: the connection is broken, or it is deactivated."]
            : ["Its agent is active and has not told of it yet: it fetches, pulls an image, or has just been asked."];
    }
}
