using System.Net;
using System.Net.Sockets;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

public sealed class RealCheckTests
{
    [Fact]
    public async Task A_command_check_runs_in_the_tasks_sandbox_and_its_results_are_told()
    {
        await using var host = await HostRig.StartAsync();
        var sandbox = host.Launch("t", "sleep 1000", static task => task.Check = new()
        {
            Type = V1.CheckInfo.Types.Type.Command,
            Command = new() { Command_ = new() { Value = "[ -e good ] || exit 5" } },
            DelaySeconds = 0,
            IntervalSeconds = 0.05,
        });
        var first = await host.WaitAsync(Checked(5));
        Assert.Equal(V1.TaskStatus.Types.Reason.TaskCheckStatusUpdated, first.Reason);
        await File.WriteAllTextAsync(Path.Combine(sandbox, "good"), "");
        await host.WaitAsync(Checked(0));
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_no_sign_of_health_and_the_task_is_killed_for_it()
    {
        await using var host = await HostRig.StartAsync();
        host.Launch("t", "sleep 1000", static task => task.HealthCheck = new()
        {
            Type = V1.HealthCheck.Types.Type.Command,
            Command = new() { Value = "sleep 1000" },
            DelaySeconds = 0,
            IntervalSeconds = 0.05,
            TimeoutSeconds = 0.1,
            GracePeriodSeconds = 0,
            ConsecutiveFailures = 2,
        });
        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskState.TaskKilled, true, false), (last.State, last.HasHealthy, last.Healthy));
    }

    [Fact]
    public async Task An_HTTP_check_follows_redirects_and_a_TCP_check_connects()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = ServeAsync(listener, port);
        await using var host = await HostRig.StartAsync();
        host.Launch("t", "sleep 1000", task =>
        {
            task.HealthCheck = new()
            {
                Type = V1.HealthCheck.Types.Type.Http,
                Http = new() { Port = (uint)port, Path = "/elsewhere" },
                DelaySeconds = 0,
            };
            task.Check = new() { Type = V1.CheckInfo.Types.Type.Tcp, Tcp = new() { Port = (uint)port },
                DelaySeconds = 0 };
        });
        await host.WaitAsync(
            static e => e.Status?.Status_ is { HasHealthy: true, Healthy: true } status ? status : null);
        await host.WaitAsync(static e =>
            e.Status?.Status_ is { CheckStatus.Tcp: { HasSucceeded: true, Succeeded: true } } status ? status : null);
        listener.Stop();
        await serving;
    }

    private static Func<Messages.Host.HostEvent, V1.TaskStatus?> Checked(int code) =>
        e => e.Status?.Status_ is { CheckStatus.Command: { HasExitCode: true } command } status
            && command.ExitCode == code ? status : null;

    private static async Task ServeAsync(TcpListener listener, int port)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                var buffer = new byte[4096];
                var length = await stream.ReadAsync(buffer);
                var answer = System.Text.Encoding.ASCII.GetString(buffer, 0, length)
                    .Contains("/elsewhere", StringComparison.Ordinal)
                    ? $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/here\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
