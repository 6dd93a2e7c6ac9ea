using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core;

/// <summary>Who this master is.</summary>
/// <param name="Id">A random UUID, new with every start; the beginning of every id it gives.</param>
/// <param name="Hostname">The name under which others reach it.</param>
/// <param name="Ip">The address it listens on, as text.</param>
/// <param name="Port">The port it listens on.</param>
/// <param name="Version">Its version, as told to agents and frameworks.</param>
/// <param name="Started">When it started.</param>
/// <param name="Domain">The region and zone it is in; null if that is not said.</param>
public sealed record MasterIdentity(
    string Id, string Hostname, string Ip, int Port, string Version, Moment Started, DomainInfo? Domain = null)
{
    /// <summary>Its libprocess address: <c>master@ip:port</c>.</summary>
    public string Pid => $"master@{Ip}:{Port}";
}
