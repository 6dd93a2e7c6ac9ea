using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>Where a task's files are.</summary>
/// <param name="Agent">Its agent, as <c>host:port</c>.</param>
/// <param name="Directory">Its sandbox on that agent.</param>
internal sealed record Sandbox(string Agent, string Directory)
{
    /// <summary>The container of its executor, whose run the directory is.</summary>
    public string Container => Path.GetFileName(Directory);

    /// <summary>Finds the sandbox of a task that the master knows.</summary>
    public static async Task<Sandbox> FindAsync(Api master, string taskId, CancellationToken stop)
    {
        var task = await FindTaskAsync(master, taskId, stop);
        var agentId = task.Text("slave_id");
        var agent = (await master.GetAsync("slaves", stop)).Items("slaves").FirstOrDefault(a => a.Text("id") == agentId);
        if (agent.Text("pid") is not { } pid)
        {
            throw new Refusal($"agent {agentId} of task {task.Text("id")} is not registered, so its files cannot be read");
        }

        var address = pid[(pid.IndexOf('@', StringComparison.Ordinal) + 1)..];
        using var api = master.OfAgent(address);
        var state = await api.GetAsync($"{pid[..pid.IndexOf('@', StringComparison.Ordinal)]}/state", stop);
        var directory = DirectoryOf(state, task)
            ?? throw new Refusal($"agent {agentId} no longer has the sandbox of task {task.Text("id")}");
        return new(address, directory);
    }

    private static async Task<JsonElement> FindTaskAsync(Api master, string taskId, CancellationToken stop)
    {
        var tasks = (await master.GetAsync("tasks?limit=100000", stop)).Items("tasks");
        var exact = tasks.Where(task => task.Text("id") == taskId).ToList();
        var found = exact.Count > 0
            ? exact
            : [.. tasks.Where(task => task.Text("id")!.StartsWith(taskId, StringComparison.Ordinal))];
        return found.Count switch
        {
            0 => throw new Refusal($"no task {taskId}"),
            1 => found[0],
            _ when exact.Count > 0 => found[0],
            _ => throw new Refusal($"{found.Count} tasks begin with {taskId}; give more of the id"),
        };
    }

    private static string? DirectoryOf(JsonElement state, JsonElement task)
    {
        var executorId = task.Text("executor_id") is { Length: > 0 } id ? id : task.Text("id");
        return state.Items("frameworks").Concat(state.Items("completed_frameworks"))
            .Where(framework => framework.Text("id") == task.Text("framework_id"))
            .SelectMany(static framework => framework.Items("executors").Concat(framework.Items("completed_executors")))
            .FirstOrDefault(executor => executor.Text("id") == executorId)
            .Text("directory");
    }
}
