using Kernel.Model;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>What holds for a volume that is to become larger or smaller.</summary>
internal static class VolumeResizing
{
    /// <summary>Why a volume cannot be given another size; null if it can.</summary>
    public static string? Refuse(Resource volume, Agent agent)
    {
        var kind = volume.Kind;
        if (!agent.Can(CapabilityType.ResizeVolume))
        {
            return $"Volume {volume} cannot be resized: agent {agent.Id} does not support it (RESIZE_VOLUME)";
        }

        if (!kind.IsPersistentVolume || kind.Type != ResourceType.Scalar)
        {
            return $"Resource {volume} is not a persistent volume";
        }

        if (kind.ProviderId is not null)
        {
            return "Resizing a volume from a resource provider is not supported";
        }

        return kind.Shared ? "Resizing a shared persistent volume is not supported" : null;
    }
}
