using System.Text.Json;

namespace Kernel.Chronos.Core;

/// <summary>Reads the container of a job; one without an image is none.</summary>
internal static class ContainerReader
{
    internal static JobContainer? Read(JsonElement? given)
    {
        if (given is not { } json || json.Text("image") is not { Length: > 0 } image)
        {
            return null;
        }

        var type = json.Text("type", "DOCKER");
        var network = json.Text("network", "HOST");
        return new()
        {
            Image = image,
            IsDocker = type.ToUpperInvariant() switch
            {
                "DOCKER" => true,
                "MESOS" => false,
                _ => throw new JobRefusedException($"container.type: '{type}' is unknown: expected DOCKER or MESOS"),
            },
            Network = network is "HOST" or "BRIDGE" or "USER"
                ? network
                : throw new JobRefusedException($"container.network: '{network}' is unknown: expected HOST, BRIDGE or USER"),
            NetworkName = json.Text("networkName"),
            Networks = json.Items("networkInfos", Network),
            Volumes = json.Items("volumes", Volume),
            Parameters = json.Items("parameters", Pair),
            ForcePullImage = json.Flag("forcePullImage", false),
        };
    }

    private static NamedValue Pair(JsonElement json) => new(json.Text("key"), json.Text("value"));

    private static JobNetwork Network(JsonElement json) => new(
        json.Text("name"),
        json.Text("protocol"),
        json.Items("labels", Pair),
        json.Items("portMappings", static port => new JobPortMapping(
            port.Text("hostPort"), port.Text("containerPort"), port.Text("protocol"))));

    private static JobVolume Volume(JsonElement json)
    {
        var mode = json.Text("mode").ToUpperInvariant();
        if (mode is not ("" or "RW" or "RO"))
        {
            throw new JobRefusedException($"container.volumes.mode: '{mode}' is unknown: expected RW or RO");
        }

        var external = json.Member("external") is { } volume
            ? new JobExternalVolume(volume.Text("name"), volume.Text("provider"), volume.Items("options", Pair)) : null;
        return new(json.Text("containerPath"), json.Text("hostPath"), mode, external);
    }
}
