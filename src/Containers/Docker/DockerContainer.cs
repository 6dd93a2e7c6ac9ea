using System.Text.Json;
using System.Text.Json.Nodes;
using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>One container of a Docker engine.</summary>
internal sealed class DockerContainer(DockerApi api, DockerSetup setup, LaunchPlan plan)
{
    private string? id;
    private Task output = Task.CompletedTask;

    /// <summary>What was asked for.</summary>
    public LaunchPlan Plan => plan;

    /// <summary>Its first process; 0 while unknown.</summary>
    public int Process { get; private set; }

    /// <summary>The signal that asks it to end.</summary>
    public string StopSignal { get; private set; } = "SIGTERM";

    /// <summary>Whether it sees the machine's network.</summary>
    public bool HasNetworkOfHost { get; private set; }

    /// <summary>Makes and starts it; its image is pulled if it must be.</summary>
    /// <exception cref="DockerException">The engine refused, or cannot be reached.</exception>
    /// <exception cref="LaunchFailedException">It was asked for in a way that cannot be.</exception>
    public async Task<ContainerStart> StartAsync()
    {
        var docker = plan.Image?.Container.Docker ?? throw new LaunchFailedException("'container.docker' is missing");
        await DockerImages.EnsureAsync(api, docker.Image, docker.ForcePullImage).ConfigureAwait(false);
        var body = DockerCreation.Of(plan, setup);
        var created = await api.AskJsonAsync(
            HttpMethod.Post, $"/containers/create?name={DockerCreation.NameOf(plan.ContainerId)}", body)
                .ConfigureAwait(false);
        id = created.GetProperty("Id").GetString();
        var stream = await api.OpenAsync(HttpMethod.Post, $"/containers/{id}/attach?stream=1&stdout=1&stderr=1")
            .ConfigureAwait(false);
        output = DockerOutput.CopyAsync(stream, plan.StandardOutput, plan.StandardError);
        await api.AskAsync(HttpMethod.Post, $"/containers/{id}/start").ConfigureAwait(false);
        return await InspectAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until it has ended and its output is in its files.</summary>
    public async Task<ContainerExit> WaitAsync()
    {
        try
        {
            var ended = await api.AskJsonAsync(HttpMethod.Post, $"/containers/{id}/wait").ConfigureAwait(false);
            await output.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var code = ended.GetProperty("StatusCode").GetInt32();
            var state = (await api.AskJsonAsync(HttpMethod.Get, $"/containers/{id}/json").ConfigureAwait(false))
                .GetProperty("State");
            return new(code << 8, state.GetProperty("OOMKilled").GetBoolean() ? OutOfMemory() : null);
        }
        catch (DockerException)
        {
            return new(null);
        }
    }

    /// <summary>Sends a signal, by name or number.</summary>
    /// <exception cref="DockerException">It does not run.</exception>
    public Task SignalAsync(string signal) =>
        id is null ? Task.CompletedTask : api.AskAsync(HttpMethod.Post, $"/containers/{id}/kill?signal={signal}");

    /// <summary>Removes it, running or not.</summary>
    public async Task RemoveAsync()
    {
        try
        {
            if (id is not null)
            {
                await api.AskAsync(HttpMethod.Delete, $"/containers/{id}?force=1&v=1").ConfigureAwait(false);
            }
        }
        catch (DockerException)
        {
            // It is gone, or will be found as a leftover.
        }
    }

    /// <summary>
    /// Runs a command in it, its output into files; when stopped, the command is left to itself, as Docker cannot end
    /// it.
    /// </summary>
    /// <exception cref="DockerException">The engine refused.</exception>
    public async Task<int?> RunInsideAsync(V1.CommandInfo command, LaunchPlan output, CancellationToken stop)
    {
        var made = await api.AskJsonAsync(
            HttpMethod.Post,
            $"/containers/{id}/exec",
            new JsonObject
            {
                ["AttachStdout"] = true,
                ["AttachStderr"] = true,
                ["Cmd"] = DockerCreation.Strings(ArgumentsOf(command)),
            },
            stop).ConfigureAwait(false);
        var exec = made.GetProperty("Id").GetString();
        var stream = await api.OpenAsync(
            HttpMethod.Post, $"/exec/{exec}/start", new JsonObject { ["Detach"] = false, ["Tty"] = false }, stop)
                .ConfigureAwait(false);
        await DockerOutput.CopyAsync(stream, output.StandardOutput, output.StandardError, stop).ConfigureAwait(false);
        var ended = await api.AskJsonAsync(HttpMethod.Get, $"/exec/{exec}/json", stop: stop).ConfigureAwait(false);
        return ended.GetProperty("ExitCode").GetInt32();
    }

    private static string[] ArgumentsOf(V1.CommandInfo command) => command.Shell
        ? ["/bin/sh", "-c", command.Value]
        : [command.Value, .. command.Arguments.Skip(1)];

    private async Task<ContainerStart> InspectAsync()
    {
        var json = await api.AskAsync(HttpMethod.Get, $"/containers/{id}/json").ConfigureAwait(false);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Process = root.GetProperty("State").GetProperty("Pid").GetInt32();
        HasNetworkOfHost = root.GetProperty("HostConfig").GetProperty("NetworkMode").GetString() == "host";
        if (root.GetProperty("Config").TryGetProperty("StopSignal", out var signal)
            && signal.GetString() is { Length: > 0 } own)
        {
            StopSignal = own;
        }

        byte[] data = [(byte)'[', .. json.AsSpan().Trim("\n "u8), (byte)']'];
        return new(Process) { Data = data, Addresses = AddressesOf(root) };
    }

    private static string[] AddressesOf(JsonElement container) =>
        [.. container.GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject()
            .Select(static network => network.Value.GetProperty("IPAddress").GetString() ?? "")
            .Where(static address => address.Length > 0)];

    private MemoryExceeded OutOfMemory()
    {
        var limit = plan.Share?.MemoryLimitBytes ?? plan.Share?.MemoryBytes ?? 0;
        return new(limit, limit, "");
    }
}
