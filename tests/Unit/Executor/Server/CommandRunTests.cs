using System.Globalization;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

/// <summary>Real processes under a real host.</summary>
public sealed class CommandRunTests : IAsyncLifetime
{
    private HostRig host = null!;

    public async Task InitializeAsync() => host = await HostRig.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Output_goes_into_the_files_of_the_sandbox_which_is_where_the_command_runs()
    {
        var sandbox = host.Launch("t", "pwd; echo $GREETING; echo oops >&2; cat", changePlan: static plan =>
            plan.Environment.Add(new Messages.Host.Variable { Name = "GREETING", Value = "grüße" }));

        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskState.TaskFinished, "Command exited with status 0"), (last.State, last.Message));
        Assert.Equal($"{sandbox}\ngrüße\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stdout")));
        Assert.Equal("oops\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stderr")));
        Assert.Equal(0, (await host.ExitedAsync("t")).WaitStatus);
    }

    [Fact]
    public async Task A_command_sees_the_environment_that_it_was_given_and_nothing_of_the_hosts()
    {
        var sandbox = host.Launch("t", "/usr/bin/env; ls -l /proc/self/fd | wc -l");
        await host.LastAsync("t");
        var lines = await File.ReadAllLinesAsync(Path.Combine(sandbox, "stdout"));
        Assert.Equal(
            ["KERNEL_CONTAINER_ID=t", "PATH=/usr/local/bin:/usr/bin:/bin"],
            lines[..^1].Where(static line => !line.StartsWith("PWD=", StringComparison.Ordinal)).Order());
        Assert.Equal(5, int.Parse(lines[^1], CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("exit 3", "Command exited with status 3")]
    [InlineData("kill -TERM $$", "Command terminated with signal Terminated")]
    [InlineData("kill -SEGV $$", "Command terminated with signal Segmentation fault")]
    public async Task A_command_that_does_not_succeed_fails_and_says_how(string command, string message)
    {
        host.Launch("t", command);
        var last = await host.LastAsync("t");
        Assert.Equal(V1.TaskState.TaskFailed, last.State);
        Assert.StartsWith(message, last.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_shell_the_arguments_arrive_as_they_are()
    {
        var sandbox = host.Launch("t", "printf", static task =>
        {
            task.Command.Shell = false;
            task.Command.Arguments.AddRange(["printf", "%s|", "a b", "$HOME", ""]);
        });
        Assert.Equal(V1.TaskState.TaskFinished, (await host.LastAsync("t")).State);
        Assert.Equal("a b|$HOME||", await File.ReadAllTextAsync(Path.Combine(sandbox, "stdout")));
    }

    [Fact]
    public async Task A_program_that_is_not_there_fails_the_task_with_its_name()
    {
        host.Launch("t", "no-such-program", static task => task.Command.Shell = false);
        var last = await host.LastAsync("t");
        Assert.Equal(V1.TaskStatus.Types.Reason.ContainerLaunchFailed, last.Reason);
        Assert.Contains("'no-such-program': No such file or directory", last.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kill_asks_and_after_the_grace_insists()
    {
        var sandbox = host.Launch("t", "trap 'echo asked' TERM; echo ready; while true; do sleep 0.1; done");
        var output = Path.Combine(sandbox, "stdout");
        await HostRig.UntilAsync(
            () => File.Exists(output) && File.ReadAllText(output).Contains("ready"), "the command is ready");

        host.Kill("t", graceSeconds: 0.5);
        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskState.TaskKilled, "Command terminated with signal Killed"), (last.State, last.Message));
        Assert.Contains("asked", await File.ReadAllTextAsync(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_task_started_ends_with_it_even_daemons_that_left_its_session()
    {
        var sandbox = host.Launch(
            "t", "sleep 1001 & setsid sleep 1002 & (setsid sh -c 'sleep 1003 & sleep 1004' &) ; sleep 0.3; echo done");
        Assert.Equal(V1.TaskState.TaskFinished, (await host.LastAsync("t")).State);
        await HostRig.UntilAsync(() => MarkedWith(sandbox).Count == 0, "nothing is left of the task");
    }

    [Fact]
    public async Task A_kill_reaches_the_whole_tree_of_a_task()
    {
        var sandbox = host.Launch("t", "setsid sleep 1001 & sh -c 'trap \"\" TERM; sleep 1002 & wait' & wait");
        await HostRig.UntilAsync(() => MarkedWith(sandbox).Count >= 4, "the tree has grown");
        host.Kill("t", graceSeconds: 0.3);
        await host.LastAsync("t");
        await HostRig.UntilAsync(() => MarkedWith(sandbox).Count == 0, "nothing is left of the task");
    }

    [Fact]
    public async Task Much_output_arrives_in_whole()
    {
        var sandbox = host.Launch("t", "head -c 20000000 /dev/zero");
        Assert.Equal(V1.TaskState.TaskFinished, (await host.LastAsync("t")).State);
        Assert.Equal(20_000_000, new FileInfo(Path.Combine(sandbox, "stdout")).Length);
    }

    [Fact]
    public async Task Two_hundred_tasks_at_once_all_start_run_and_finish()
    {
        var ids = Enumerable.Range(0, 200).Select(static i => $"t{i}").ToArray();
        foreach (var id in ids)
        {
            host.Launch(id, "true");
        }

        foreach (var id in ids)
        {
            Assert.Equal(V1.TaskState.TaskFinished, (await host.LastAsync(id)).State);
            await host.ExitedAsync(id);
        }

        var states = host.Events.Select(static e => e.Status?.Status_).OfType<V1.TaskStatus>()
            .ToLookup(static s => s.TaskId.Value, static s => s.State);
        Assert.All(ids, id =>
            Assert.Equal([V1.TaskState.TaskStarting, V1.TaskState.TaskRunning, V1.TaskState.TaskFinished], states[id]));
    }

    [Fact]
    public async Task A_task_that_runs_too_long_fails()
    {
        host.Launch("t", "sleep 1000", static task => task.MaxCompletionTime = new() { Nanoseconds = 200_000_000 });
        var last = await host.LastAsync("t");
        Assert.Equal(
            (V1.TaskState.TaskFailed, V1.TaskStatus.Types.Reason.MaxCompletionTimeReached), (last.State, last.Reason));
    }

    [Fact]
    public async Task What_a_container_uses_is_measured_over_its_whole_tree()
    {
        host.Launch("t", "sleep 1000 & sleep 1001 & wait");
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        for (var request = 1; ; request++)
        {
            host.Agent.Send(new() { Measure = new() { Request = $"{request}" } });
            var measured = await host.WaitAsync(
                e => e.Measured is { } answer && answer.Request == $"{request}" ? answer : null);
            var container = Assert.Single(measured.Containers);
            Assert.Equal("t", container.ContainerId);
            Assert.True(container.Statistics.MemRssBytes > 0);
            if (container.Statistics.Processes == 3)
            {
                break;
            }

            Assert.True(request < 1000, "the task never had three processes");
        }
    }

    [Fact]
    public async Task Limits_of_processes_hold_as_far_as_the_host_may_give_them()
    {
        var sandbox = host.Launch("t", "ulimit -Sn; ulimit -c", static task => task.Container = new()
        {
            Type = V1.ContainerInfo.Types.Type.Mesos,
            RlimitInfo = new()
            {
                Rlimits =
                {
                    new V1.RLimitInfo.Types.RLimit { Type = V1.RLimitInfo.Types.RLimit.Types.Type.RlmtNofile, Soft = 77,
                        Hard = ulong.MaxValue / 4 },
                    new V1.RLimitInfo.Types.RLimit { Type = V1.RLimitInfo.Types.RLimit.Types.Type.RlmtCore, Soft = 0,
                        Hard = 0 },
                },
            },
        });
        var last = await host.LastAsync("t");
        Assert.True(last.State == V1.TaskState.TaskFinished, last.Message);
        Assert.Equal("77\n0\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stdout")));
    }

    /// <summary>The living processes whose working directory is a sandbox.</summary>
    private static List<string> MarkedWith(string sandbox) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Where(path => WorkingDirectory(path) == sandbox),
    ];

    private static string? WorkingDirectory(string process)
    {
        try
        {
            return Directory.ResolveLinkTarget(process + "/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
