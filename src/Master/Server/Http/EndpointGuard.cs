using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Http;

/// <summary>The endpoints that are closed as a whole to who may not read them (mesos.md 5.19).</summary>
internal static class EndpointGuard
{
    /// <summary>The middleware, behind the one that knows who calls.</summary>
    public static Task HandleAsync(HttpContext context, Acls acls, RequestDelegate next)
    {
        var denial = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern
            ? Refuse(acls, context.Principal, Realms.NameOf(pattern))
            : null;
        return denial is null ? next(context) : MessageAnswer.RefuseAsync(context, new(403, denial));
    }

    private static string? Refuse(Acls acls, Principal? caller, string name) =>
        name is "/files/browse" or "/files/read" or "/files/download"
            ? acls.Refuse(caller, AclAction.AccessMesosLog)
            : GuardedEndpoints.Refuse(acls, caller, name);
}
