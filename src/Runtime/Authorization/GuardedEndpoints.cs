using Kernel.Model;

namespace Kernel.Runtime.Authorization;

/// <summary>
/// The endpoints of masters and agents that are closed as a whole to who may not read them (Mesos:
/// src/common/authorization.cpp).
/// </summary>
public static class GuardedEndpoints
{
    /// <summary>The paths that <c>get_endpoints</c> can guard.</summary>
    public static readonly IReadOnlyList<string> Paths =
        ["/containers", "/containerizer/debug", "/files/debug", "/logging/toggle", "/metrics/snapshot", "/monitor/statistics"];

    /// <summary>Why somebody may not read an endpoint; null if they may.</summary>
    /// <param name="acls">Who may do what.</param>
    /// <param name="caller">Who calls; null for a caller that has not authenticated.</param>
    /// <param name="name">Its path, bare of <c>.json</c> and the name of the process.</param>
    public static string? Refuse(Acls acls, Principal? caller, string name) => name switch
    {
        "/flags" => acls.Refuse(caller, AclAction.ViewFlags),

        // The same numbers in another form.
        "/metrics" => acls.Refuse(caller, AclAction.GetEndpointWithPath, "/metrics/snapshot"),
        _ => Paths.Contains(name) ? acls.Refuse(caller, AclAction.GetEndpointWithPath, name) : null,
    };
}
