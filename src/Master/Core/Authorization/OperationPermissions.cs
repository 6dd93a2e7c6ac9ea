using Kernel.Master.Core.Operations;
using Kernel.Model;
using SourceType = Mesos.V1.Resource.Types.DiskInfo.Types.Source.Types.Type;

namespace Kernel.Master.Core.Authorization;

/// <summary>
/// What must be allowed to whom asks for an operation on resources (Mesos: src/master/authorization.cpp; mesos.md
/// 5.19).
/// </summary>
public static class OperationPermissions
{
    /// <summary>Why somebody may not do a valid operation; null if they may.</summary>
    public static string? Refuse(Acls acls, Principal? subject, AskedOperation operation) => acls.IsOpen ? null : Needed(operation)
        .Select(needed => acls.Refuse(subject, needed.Action, needed.Object))
        .FirstOrDefault(static denial => denial is not null);

    private static IEnumerable<(AclAction Action, string? Object)> Needed(AskedOperation operation) => operation switch
    {
        AskedOperation.Reserve { Source.IsEmpty: false } change => ToChange(change.Source, change.Resources),
        AskedOperation.Reserve reserve => OfRoles(AclAction.ReserveResources, reserve.Resources),
        AskedOperation.Unreserve unreserve => ToUnreserve(unreserve.Resources),
        AskedOperation.Create create => OfRoles(AclAction.CreateVolume, create.Volumes),
        AskedOperation.Destroy destroy => ToDestroy(destroy.Volumes),
        AskedOperation.GrowVolume grow => [(AclAction.ResizeVolume, RoleOf(grow.Volume))],
        AskedOperation.ShrinkVolume shrink => [(AclAction.ResizeVolume, RoleOf(shrink.Volume))],
        AskedOperation.CreateDisk create => [(ToCreateDisk(create.Target), RoleOf(create.Source))],
        AskedOperation.DestroyDisk destroy => [(ToDestroyDisk(destroy.Source), RoleOf(destroy.Source))],
        _ => throw Invariant.Unreachable("neither a launch nor an invalid operation changes resources"),
    };

    private static IEnumerable<(AclAction Action, string? Object)> OfRoles(AclAction action, Resources resources) =>
        resources.Select(resource => (action, RoleOf(resource))).Distinct();

    /// <summary>
    /// What was reserved by nobody known is everybody's: whoever takes it back must be allowed to take back
    /// anything.
    /// </summary>
    private static IEnumerable<(AclAction Action, string? Object)> ToUnreserve(Resources resources) =>
        resources.Select(static resource => ToUnreserve(resource.Kind.Reservations[^1])).Distinct();

    private static (AclAction Action, string? Object) ToUnreserve(Reservation reservation) =>
        (AclAction.UnreserveResources, reservation.Principal);

    /// <summary>
    /// Of resources that all have one stack of reservations and are to have another, the reservations that differ
    /// are taken back, and those that come in their place are made.
    /// </summary>
    private static IEnumerable<(AclAction Action, string? Object)> ToChange(Resources source, Resources resources)
    {
        var before = source.Entries[0].Kind.Reservations;
        var after = resources.Entries[0].Kind.Reservations;
        var kept = before.Zip(after).TakeWhile(static pair => pair.First == pair.Second).Count();
        return before.Skip(kept).Select(ToUnreserve)
            .Concat(after.Skip(kept).Select(static reservation => (AclAction.ReserveResources, (string?)reservation.Role)));
    }

    private static IEnumerable<(AclAction Action, string? Object)> ToDestroy(Resources volumes) =>
        volumes.Select(static volume => (AclAction.DestroyVolume, (string?)(volume.Kind.Disk?.Principal ?? ""))).Distinct();

    private static AclAction ToCreateDisk(SourceType target) =>
        target == SourceType.Mount ? AclAction.CreateMountDisk : AclAction.CreateBlockDisk;

    private static AclAction ToDestroyDisk(Resource disk) => disk.Kind.Disk?.Source?.Type switch
    {
        DiskSourceType.Mount => AclAction.DestroyMountDisk,
        DiskSourceType.Block => AclAction.DestroyBlockDisk,
        _ => AclAction.DestroyRawDisk,
    };

    private static string? RoleOf(Resource resource) => resource.Kind.ReservedRole ?? Roles.Default;
}
