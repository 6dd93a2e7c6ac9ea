using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

/// <summary>
/// Containers of a real Docker engine, from an image that the tests make of the machine's own busybox.
/// </summary>
public sealed class DockerTests
{
    private const string Image = "kernel-test-busybox";

    [DockerFact]
    public async Task A_container_runs_with_its_sandbox_its_environment_and_its_output_in_files()
    {
        await using var host = await StartAsync();
        var sandbox = host.Launch(
            "t", "echo $MESOS_SANDBOX $GREETING; echo oops >&2; echo made > $MESOS_SANDBOX/file; exit 3", Docker,
            static plan =>
            plan.Environment.Add(new Messages.Host.Variable { Name = "GREETING", Value = "hi" }));
        var running = await host.StatusAsync("t", V1.TaskState.TaskRunning);
        Assert.StartsWith("[{", running.Data.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"/mesos-t\"", running.Data.ToStringUtf8(), StringComparison.Ordinal);

        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskState.TaskFailed, "Container exited with status 3"), (last.State, last.Message));
        Assert.Equal("/mnt/mesos/sandbox hi\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stdout")));
        Assert.Equal("oops\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "stderr")));
        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Combine(sandbox, "file")));
    }

    [DockerFact]
    public async Task A_kill_asks_the_container_and_then_insists()
    {
        await using var host = await StartAsync();
        host.Launch("t", "trap 'exit 0' TERM; while true; do sleep 0.1; done", Docker);
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        host.Kill("t", graceSeconds: 20);
        Assert.Equal("Container exited with status 0", (await host.LastAsync("t")).Message);

        host.Launch("u", "trap '' TERM; while true; do sleep 0.1; done", Docker);
        await host.StatusAsync("u", V1.TaskState.TaskRunning);
        host.Kill("u", graceSeconds: 0.2);
        var last = await host.LastAsync("u");
        Assert.Equal((V1.TaskState.TaskKilled, "Container exited with status 137"), (last.State, last.Message));
    }

    [DockerFact]
    public async Task Commands_of_health_checks_run_in_the_container()
    {
        await using var host = await StartAsync();
        host.Launch("t", "touch /only-here; sleep 1000", static task =>
        {
            Docker(task);
            task.HealthCheck = new()
            {
                Type = V1.HealthCheck.Types.Type.Command,
                Command = new() { Value = "test -e /only-here" },
                DelaySeconds = 0.3,
            };
        });
        await host.WaitAsync(
            static e => e.Status?.Status_ is { HasHealthy: true, Healthy: true } status ? status : null);
    }

    [DockerFact]
    public async Task An_image_that_cannot_be_had_or_a_parameter_that_is_not_known_fails_the_task()
    {
        await using var host = await StartAsync();
        host.Launch("t", "true", static task =>
        {
            Docker(task);
            task.Container.Docker.Parameters.Add(new V1.Parameter { Key = "frobnicate", Value = "x" });
        });
        var last = await host.LastAsync("t");
        Assert.Equal((V1.TaskStatus.Types.Reason.ContainerLaunchFailed,
            "The docker parameter 'frobnicate' is not known"), (last.Reason, last.Message));
    }

    private static void Docker(V1.TaskInfo task) => task.Container = new()
    {
        Type = V1.ContainerInfo.Types.Type.Docker,
        Docker = new() { Image = Image },
    };

    private static async Task<HostRig> StartAsync()
    {
        await ImportAsync();
        return await HostRig.StartAsync(
            "--containerizers=docker,mesos", $"--docker_socket={DockerFactAttribute.Socket}");
    }

    /// <summary>Makes the image: busybox, and its names.</summary>
    private static async Task ImportAsync()
    {
        var tar = new MemoryStream();
        var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true);
        await using (writer)
        {
            await writer.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (var name in (string[])["sh", "sleep", "test", "touch", "true"])
            {
                await writer.WriteEntryAsync(
                    new UstarTarEntry(TarEntryType.SymbolicLink, "bin/" + name) { LinkName = "busybox" });
            }
        }

        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = static async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(DockerFactAttribute.Socket), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var answer = await client.PostAsync(
            new Uri($"http://docker/images/create?fromSrc=-&repo={Image}&tag=latest"), new ByteArrayContent(
                tar.ToArray()));
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()));
    }
}

/// <summary>A test that needs a Docker engine, at <c>KERNEL_TEST_DOCKER</c> or where it usually listens.</summary>
public sealed class DockerFactAttribute : FactAttribute
{
    public DockerFactAttribute() =>
        Skip = !File.Exists(Socket) ? $"needs a Docker engine at {Socket}"
            : !File.Exists("/bin/busybox") ? "needs /bin/busybox, to make an image of"
            : null;

    public static string Socket => Environment.GetEnvironmentVariable("KERNEL_TEST_DOCKER") ?? "/var/run/docker.sock";
}
