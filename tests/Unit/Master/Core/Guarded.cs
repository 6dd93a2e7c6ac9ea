using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>Clusters with ACLs.</summary>
internal static class Guarded
{
    /// <summary>Denies everybody what no ACL before it says.</summary>
    public static readonly Acl Nobody = new(AclEntity.None, AclEntity.Any);

    /// <summary>A cluster that allows what these ACLs do not say.</summary>
    public static Cluster By(params (AclAction Action, Acl Acl)[] acls) => new(new()
    {
        Acls = new(isPermissive: true, acls.Select(static acl => KeyValuePair.Create(acl.Action, acl.Acl))),
    });
}
