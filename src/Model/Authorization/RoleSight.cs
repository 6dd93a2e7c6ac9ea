namespace Kernel.Model;

/// <summary>Which roles somebody may see, and with them which resources (mesos.md 5.19, VIEW_ROLE).</summary>
/// <param name="acls">Who may do what.</param>
/// <param name="viewer">Who looks; null for a caller that has not authenticated.</param>
public sealed class RoleSight(Acls acls, Principal? viewer)
{
    /// <summary>Whether no role is hidden.</summary>
    public bool SeesAll { get; } = acls.AllowsOnEverything(viewer, AclAction.ViewRole);

    /// <summary>Whether a role is shown.</summary>
    public bool Sees(string role) => SeesAll || acls.Allows(viewer, AclAction.ViewRole, role);

    /// <summary>Those resources that are neither reserved for a hidden role nor allocated to one.</summary>
    public Resources Seen(Resources resources) => SeesAll ? resources : resources.Where(Sees);

    private bool Sees(Resource resource) =>
        resource.Kind.Reservations.All(reservation => Sees(reservation.Role))
        && (resource.Kind.AllocationRole is not { } allocated || Sees(allocated));
}
