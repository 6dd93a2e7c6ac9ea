using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class MarathonTests
{
    [Fact]
    public async Task An_app_is_deployed_scaled_changed_and_deleted()
    {
        await using var cluster = await LocalCluster.UpAsync();
        var app = $"{cluster.Marathon}/v2/apps/web";
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"echo port $PORT0; sleep 1000","cpus":0.1,"mem":32,"instances":2}""");
        var first = await cluster.RunningTasksAsync("/web", 2);
        Assert.NotEqual((int)first[0]["ports"]![0]!, (int)first[1]["ports"]![0]!);

        await cluster.SendAsync(HttpMethod.Put, app, """{"instances":3}""");
        await cluster.RunningTasksAsync("/web", 3);

        await cluster.SendAsync(HttpMethod.Put, app, """{"env":{"GREETING":"hello"}}""");
        await cluster.SeesAsync($"{cluster.Marathon}/v2/deployments", static all => all.AsArray().Count == 0, "the end of the deployment");
        var changed = await cluster.RunningTasksAsync("/web", 3);
        Assert.Empty(changed.Select(static task => (string?)task["id"]).Intersect(first.Select(static task => (string?)task["id"])));

        await cluster.SendAsync(HttpMethod.Delete, app, "");
        await cluster.SeesAsync($"{cluster.Marathon}/v2/apps", static all => all["apps"]!.AsArray().Count == 0, "no app");
    }

    [Fact]
    public async Task A_task_that_is_killed_is_replaced()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"echo $$ > pid; exec sleep 1000","cpus":0.1,"mem":32,"backoffSeconds":0}""");
        var task = (string)(await cluster.RunningTasksAsync("/web", 1))[0]["id"]!;
        var pid = await PidOfAsync(cluster.Directory);
        KernelProcess.SendSignal(pid, Signals.Kill);

        var replaced = await cluster.SeesAsync(
            $"{cluster.Marathon}/v2/apps/web/tasks",
            tasks => tasks["tasks"]!.AsArray().Any(other => (string?)other!["id"] != task && (string?)other["state"] == "TASK_RUNNING"),
            "another task");
        Assert.Single(replaced["tasks"]!.AsArray());
    }

    [Fact]
    public async Task Apps_and_their_tasks_survive_a_crash_of_everything_but_the_executor_host()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"exec sleep 1000","cpus":0.1,"mem":32,"instances":2}""");
        var before = (await cluster.RunningTasksAsync("/web", 2)).Select(static task => (string?)task["id"]).Order().ToList();

        await cluster.CrashAsync();
        await cluster.RestartAsync();

        var after = (await cluster.RunningTasksAsync("/web", 2)).Select(static task => (string?)task["id"]).Order();
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Apps_come_back_when_the_cluster_is_started_again()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"exec sleep 1000","cpus":0.1,"mem":32}""");
        await cluster.RunningTasksAsync("/web", 1);
        cluster.Process.Signal(Signals.Terminate);
        Assert.Equal(0, await cluster.Process.ExitsAsync(TimeSpan.FromSeconds(5)));

        await cluster.RestartAsync();
        await cluster.RunningTasksAsync("/web", 1);
    }

    private static async Task<int> PidOfAsync(string directory)
    {
        var text = await Eventually.SeesAsync(
            () => Task.FromResult(Directory.GetFiles(directory, "pid", SearchOption.AllDirectories)
                .Select(File.ReadAllText).FirstOrDefault(static text => text.EndsWith('\n'))),
            static text => text is not null,
            "the task's pid file");
        return int.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
