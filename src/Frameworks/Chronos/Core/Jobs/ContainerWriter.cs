using System.Text.Json;

namespace Kernel.Chronos.Core;

/// <summary>Writes the container of a job.</summary>
internal static class ContainerWriter
{
    internal static void Write(Utf8JsonWriter json, JobContainer container)
    {
        json.WriteStartObject("container");
        json.WriteString("type", container.IsDocker ? "DOCKER" : "MESOS");
        json.WriteString("image", container.Image);
        json.WriteString("network", container.Network);
        if (container.NetworkName.Length > 0)
        {
            json.WriteString("networkName", container.NetworkName);
        }

        WriteArray(json, "networkInfos", container.Networks, WriteNetwork);
        WriteArray(json, "volumes", container.Volumes, WriteVolume);
        JobWriter.WritePairs(json, "parameters", container.Parameters, "key");
        json.WriteBoolean("forcePullImage", container.ForcePullImage);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNetwork(Utf8JsonWriter json, JobNetwork network)
    {
        json.WriteString("name", network.Name);
        WriteIfSaid(json, "protocol", network.Protocol);
        JobWriter.WritePairs(json, "labels", network.Labels, "key");
        WriteArray(json, "portMappings", network.Ports, static (json, port) =>
        {
            json.WriteString("hostPort", port.HostPort);
            json.WriteString("containerPort", port.ContainerPort);
            WriteIfSaid(json, "protocol", port.Protocol);
        });
    }

    private static void WriteVolume(Utf8JsonWriter json, JobVolume volume)
    {
        WriteIfSaid(json, "hostPath", volume.HostPath);
        json.WriteString("containerPath", volume.ContainerPath);
        WriteIfSaid(json, "mode", volume.Mode);
        if (volume.External is { } external)
        {
            json.WriteStartObject("external");
            json.WriteString("name", external.Name);
            json.WriteString("provider", external.Provider);
            JobWriter.WritePairs(json, "options", external.Options, "key");
            json.WriteEndObject();
        }
    }

    private static void WriteIfSaid(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
