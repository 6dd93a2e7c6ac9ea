using System.Diagnostics;
using Kernel.Messages.Host;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

public sealed class HostLifeTests
{
    [Fact]
    public async Task Tasks_outlive_the_agents_connection_and_the_next_agent_hears_how_they_ended()
    {
        await using var host = await HostRig.StartAsync();
        var sandbox = host.Launch("t", "echo up; while [ ! -e stop ]; do sleep 0.05; done; exit 7");
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        await host.Agent.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(sandbox, "stop"), "");

        await host.ConnectAsync();
        var last = await host.LastAsync("t");
        Assert.Equal("Command exited with status 7", last.Message);
        Assert.Contains(host.Events, static e => e.Welcome is { } welcome && welcome.ContainerIds.Contains("t"));
        await host.ExitedAsync("t");
    }

    [Fact]
    public async Task A_new_connection_replaces_the_old_one()
    {
        await using var host = await HostRig.StartAsync();
        var pid = await host.PidAsync();
        var old = host.Agent;
        await host.ConnectAsync();
        Assert.Null(await old.Completion);

        host.Launch("t", "true");
        await host.LastAsync("t");
        Assert.Equal(2, host.Events.Count(e => e.Welcome?.Pid == pid));
    }

    [Fact]
    public async Task A_host_is_a_session_of_its_own_and_nobodys_child()
    {
        await using var host = await HostRig.StartAsync();
        var pid = await host.PidAsync();
        var stat = (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Split(") ")[1].Split(' ');
        Assert.Equal(pid.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[3]);
        Assert.NotEqual(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[1]);
    }

    [Fact]
    public async Task What_is_no_frame_ends_the_connection_and_nothing_else()
    {
        await using var host = await HostRig.StartAsync();
        host.Launch("t", "sleep 1000");
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        using (var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream,
                System.Net.Sockets.ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(
                new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(host.Directory, "host.sock")));
            await socket.SendAsync(new byte[] { 0xff, 0xff, 0xff, 0xff, 1, 2, 3 });
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1]));
        }

        host.Kill("t", graceSeconds: 1);
        Assert.Equal(V1.TaskState.TaskKilled, (await host.LastAsync("t")).State);
    }

    [Fact]
    public async Task A_destroyed_container_is_gone_and_says_nothing_of_its_task()
    {
        await using var host = await HostRig.StartAsync();
        host.Launch("t", "trap '' TERM; sleep 1000 & wait");
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        host.Agent.Send(new() { DestroyContainer = new() { ContainerId = "t" } });
        await host.ExitedAsync("t");
        Assert.Equal(
            [V1.TaskState.TaskStarting, V1.TaskState.TaskRunning],
            host.Events.Select(static e => e.Status?.Status_).OfType<V1.TaskStatus>().Select(static s => s.State));
    }

    [Fact]
    public async Task A_group_lives_and_dies_together_in_nested_containers()
    {
        await using var host = await HostRig.StartAsync();
        host.Agent.Send(new()
        {
            LaunchExecutor = new()
            {
                Plan = new() { ContainerId = "pod", Directory = host.Directory },
                Framework = new() { User = "root", Name = "f" },
                Executor = new() { ExecutorId = new() { Value = "e" }, Type = V1.ExecutorInfo.Types.Type.Default },
            },
        });
        host.Agent.Send(new()
        {
            LaunchGroup = new() { ContainerId = "pod", Group = "g",
                Tasks = { Member(host, "a", "sleep 1000"), Member(host, "b", "sleep 0.2; exit 1") } },
        });
        Assert.Equal(V1.TaskState.TaskFailed, (await host.LastAsync("b")).State);
        var killed = await host.LastAsync("a");
        Assert.Equal((V1.TaskState.TaskKilled, "pod"), (killed.State, killed.ContainerStatus.ContainerId.Parent.Value));
        await host.ExitedAsync("pod");
    }

    [Fact]
    public async Task A_custom_executor_is_a_program_of_which_only_the_end_is_told()
    {
        await using var host = await HostRig.StartAsync();
        host.Agent.Send(new()
        {
            LaunchExecutor = new()
            {
                Plan = new() { ContainerId = "x", Directory = host.Directory,
                    Command = new() { Value = "echo $MESOS_X; exit 4" },
                    Environment = { new Variable { Name = "MESOS_X", Value = "y" } } },
                Framework = new() { User = "root", Name = "f" },
                Executor = new() { ExecutorId = new() { Value = "e" } },
            },
        });
        Assert.Equal(4 << 8, (await host.ExitedAsync("x")).WaitStatus);
        Assert.Equal("y\n", await File.ReadAllTextAsync(Path.Combine(host.Directory, "stdout")));
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_leaves_with_all_that_it_ran()
    {
        await using var host = await HostRig.StartAsync();
        var pid = await host.PidAsync();
        host.Launch("t", "sleep 1000");
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        host.Agent.Send(new() { Stop = new() { GraceNanoseconds = 3_000_000_000 } });
        await host.Agent.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(V1.TaskState.TaskKilled, (await host.LastAsync("t")).State);
        await HostRig.UntilAsync(() => !Directory.Exists($"/proc/{pid}")
            || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "), "the host has left");
    }

    private static GroupTask Member(HostRig host, string id, string command)
    {
        var sandbox = Path.Combine(host.Directory, id);
        Directory.CreateDirectory(sandbox);
        return new()
        {
            Task = new() { Name = id, TaskId = new() { Value = id }, AgentId = new() { Value = "agent" },
                Command = new() { Value = command } },
            Plan = new() { ContainerId = "pod." + id, Directory = sandbox, Command = new() { Value = command } },
        };
    }
}
