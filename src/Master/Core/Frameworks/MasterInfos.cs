using System.Net;
using Mesos.V1;
using CapabilityType = Mesos.V1.MasterInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Frameworks;

/// <summary>Writes who the master is as the public APIs do.</summary>
public static class MasterInfos
{
    private static readonly CapabilityType[] Capabilities =
        [CapabilityType.AgentUpdate, CapabilityType.AgentDraining, CapabilityType.QuotaV2];

    /// <summary>The message that describes a master.</summary>
    public static MasterInfo Of(MasterIdentity identity)
    {
        var info = new MasterInfo
        {
            Id = identity.Id,
            Ip = NetworkOrder(identity.Ip),
            Port = (uint)identity.Port,
            Pid = identity.Pid,
            Hostname = identity.Hostname,
            Version = identity.Version,
            Address = new() { Hostname = identity.Hostname, Ip = identity.Ip, Port = identity.Port },
        };
        info.Domain = identity.Domain;
        info.Capabilities.AddRange(Capabilities.Select(static type => new MasterInfo.Types.Capability { Type = type }));
        return info;
    }

    /// <summary>An IPv4 address in network byte order, read as a little-endian number: 127.0.0.1 is 16777343; 0 for any other.</summary>
    private static uint NetworkOrder(string ip) =>
        IPAddress.TryParse(ip, out var address) && address.GetAddressBytes() is { Length: 4 } bytes
            ? BitConverter.ToUInt32(bytes)
            : 0;
}
