using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

/// <summary>What needs root: users and control groups.</summary>
public sealed class IsolationTests
{
    private static readonly string root = $"kernel-test-{Environment.ProcessId}";

    [RootFact]
    public async Task A_task_runs_as_the_user_that_it_names()
    {
        await using var host = await HostRig.StartAsync();
        var sandbox = host.Launch("t", "id -un; id -Gn; echo x >&2", changePlan: static plan => plan.User = "nobody");
        Assert.Equal(V1.TaskState.TaskFinished, (await host.LastAsync("t")).State);
        Assert.Equal("nobody\nnogroup\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stdout")));
    }

    [RootFact]
    public async Task A_user_who_is_not_there_fails_the_task()
    {
        await using var host = await HostRig.StartAsync();
        host.Launch("t", "true", changePlan: static plan => plan.User = "no-such-user");
        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskState.TaskFailed, "Failed to get user information for 'no-such-user': no such user"), (
            last.State, last.Message));
    }

    [MemoryGroupFact]
    public async Task A_task_that_uses_more_memory_than_it_was_given_fails_for_that()
    {
        await using var host = await HostRig.StartAsync(
            "--isolation=cgroups/cpu,cgroups/mem", $"--cgroups_root={root}");
        var hog = "head -c 200000000 /dev/zero | tail -c 200000000 >/dev/null; sleep 1000";
        host.Launch("t", hog, task => task.Resources.AddRange([Scalar("cpus", 0.5), Scalar("mem", 48)]));
        var last = await host.LastAsync("t");
        Assert.Equal(
            (V1.TaskState.TaskFailed, V1.TaskStatus.Types.Reason.ContainerLimitationMemory), (last.State, last.Reason));
        Assert.StartsWith("Memory limit exceeded: Requested: 48MB Maximum Used: ", last.Message,
            StringComparison.Ordinal);
        Assert.Contains("MEMORY STATISTICS: \n", last.Message, StringComparison.Ordinal);
        Assert.Equal("mem", Assert.Single(last.Limitation.Resources).Name);
        await HostRig.UntilAsync(static () => Groups().Length == 0, "the control groups are removed");
        RemoveRoots();
    }

    [MemoryGroupFact]
    public async Task Control_groups_hold_what_a_task_was_given_and_the_whole_task_is_in_them()
    {
        await using var host = await HostRig.StartAsync("--isolation=cgroups", $"--cgroups_root={root}-b");
        var sandbox = host.Launch(
            "t",
            $"cat /proc/self/cgroup; cd /sys/fs/cgroup; cat cpu/{root}-b/t/cpu.shares memory/{root}-b/t/memory.limit_in_bytes",
            task => task.Resources.AddRange([Scalar("cpus", 0.5), Scalar("mem", 64)]));
        await host.LastAsync("t");
        var lines = await File.ReadAllLinesAsync(Path.Combine(sandbox, "stdout"));
        Assert.Contains(lines, static line => line.EndsWith($":memory:/{root}-b/t", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith($":cpu:/{root}-b/t", StringComparison.Ordinal));
        Assert.Equal(["512", "67108864"], lines[^2..]);
        await HostRig.UntilAsync(static () => Groups("-b").Length == 0, "the control groups are removed");
        RemoveRoots("-b");
    }

    private static V1.Resource Scalar(string name, double value) =>
        new() { Name = name, Type = V1.Value.Types.Type.Scalar, Scalar = new() { Value = value } };

    private static string[] Groups(string suffix = "") =>
        [.. Roots(suffix).SelectMany(static path => Directory.GetDirectories(path))];

    private static string[] Roots(string suffix) =>
    [
        .. new[] { "cpu", "cpuacct", "memory" }
            .Select(name => $"/sys/fs/cgroup/{name}/{root}{suffix}")
            .Where(Directory.Exists),
    ];

    private static void RemoveRoots(string suffix = "")
    {
        foreach (var path in Roots(suffix))
        {
            Directory.Delete(path);
        }
    }
}

/// <summary>A test that needs root.</summary>
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";
}

/// <summary>A test that needs control groups of version 1 that may be written.</summary>
public sealed class MemoryGroupFactAttribute : FactAttribute
{
    public MemoryGroupFactAttribute() =>
        Skip = !Environment.IsPrivilegedProcess ? "needs root"
            : !File.Exists("/sys/fs/cgroup/memory/cgroup.procs") ? "needs the memory control group of version 1"
            : null;
}
