using System.Text.Json;
using System.Text.Json.Nodes;
using Mesos.V1;
using V1 = Mesos.V1;
using Access = Mesos.V1.Volume.Types.Source.Types.CSIVolume.Types.VolumeCapability.Types.AccessMode.Types.Mode;

namespace Kernel.Marathon.Core;

/// <summary>Makes the volumes of an app's container. Persistent ones come with the offer's resources instead.</summary>
internal static class VolumeBuilder
{
    /// <summary>Makes the volumes.</summary>
    internal static IEnumerable<Volume> Build(Container container) => container.Volumes
        .Where(static volume => volume.Persistent is null)
        .Select(static volume => volume.External is { } external ? External(volume, external)
            : volume.Secret is { } secret ? Secret(volume.ContainerPath, secret)
            : new Volume { ContainerPath = volume.ContainerPath, HostPath = volume.HostPath,
                Mode = Mode(volume.Mode) });

    /// <summary>A volume that holds a secret.</summary>
    internal static Volume Secret(string path, string name) => new()
    {
        ContainerPath = path,
        Mode = Volume.Types.Mode.Ro,
        Source = new()
        {
            Type = Volume.Types.Source.Types.Type.Secret,
            Secret = new() { Type = V1.Secret.Types.Type.Reference, Reference = new() { Name = name } },
        },
    };

    private static Volume External(AppVolume volume, JsonObject external) => new()
    {
        ContainerPath = volume.ContainerPath,
        Mode = Mode(volume.Mode),
        Source = (string?)external["provider"] == "csi" ? Csi(external) : Dvdi(external),
    };

    private static Volume.Types.Source Dvdi(JsonObject external)
    {
        var docker = new Volume.Types.Source.Types.DockerVolume
        {
            Name = (string?)external["name"] ?? "",
            Driver = (string?)external["options"]?["dvdi/driver"] ?? "",
            DriverOptions = new(),
        };
        foreach (var (name, value) in external["options"] as JsonObject ?? [])
        {
            if (name != "dvdi/driver" && value?.GetValueKind() == JsonValueKind.String)
            {
                docker.DriverOptions.Parameter.Add(
                    new Parameter { Key = name.Replace("dvdi/", "", StringComparison.Ordinal),
                        Value = value.GetValue<string>() });
            }
        }

        if (external["size"] is { } size)
        {
            docker.DriverOptions.Parameter.Add(new Parameter { Key = "size", Value = size.ToJsonString() });
        }

        return new() { Type = Volume.Types.Source.Types.Type.DockerVolume, DockerVolume = docker };
    }

    private static Volume.Types.Source Csi(JsonObject external)
    {
        var options = (JsonObject)external["options"]!;
        var capability = new Volume.Types.Source.Types.CSIVolume.Types.VolumeCapability
        {
            AccessMode = new() { Mode = AccessMode((string)options["capability"]!["accessMode"]!) },
        };
        if ((string?)options["capability"]!["accessType"] == "block")
        {
            capability.Block = new();
        }
        else
        {
            capability.Mount = new() { FsType = (string?)options["capability"]!["fsType"] ?? "" };
            capability.Mount.MountFlags.AddRange(
                (options["capability"]!["mountFlags"] as JsonArray ?? []).Select(static flag => (string)flag!));
        }

        return new()
        {
            Type = Volume.Types.Source.Types.Type.CsiVolume,
            CsiVolume = new()
            {
                PluginName = (string)options["pluginName"]!,
                StaticProvisioning = new() { VolumeId = (string?)external["name"]
                    ?? "", VolumeCapability = capability },
            },
        };
    }

    private static Access AccessMode(string text) => text switch
    {
        "SINGLE_NODE_WRITER" => Access.SingleNodeWriter,
        "SINGLE_NODE_READER_ONLY" => Access.SingleNodeReaderOnly,
        "MULTI_NODE_READER_ONLY" => Access.MultiNodeReaderOnly,
        "MULTI_NODE_SINGLE_WRITER" => Access.MultiNodeSingleWriter,
        "MULTI_NODE_MULTI_WRITER" => Access.MultiNodeMultiWriter,
        _ => Access.Unknown,
    };

    private static Volume.Types.Mode Mode(string? mode) => mode == "RO" ? Volume.Types.Mode.Ro : Volume.Types.Mode.Rw;
}
