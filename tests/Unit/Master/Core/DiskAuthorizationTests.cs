using Kernel.Master.Core.Authorization;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Xunit;
using Operation = Mesos.V1.Offer.Types.Operation;
using SourceType = Mesos.V1.Resource.Types.DiskInfo.Types.Source.Types.Type;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>Which action it takes to make and destroy which disk: each has its own (mesos.md 5.19).</summary>
public sealed class DiskAuthorizationTests
{
    public static TheoryData<AclAction, AskedOperation> Operations => new()
    {
        { AclAction.CreateMountDisk, new AskedOperation.CreateDisk(new Operation(), Disk(DiskSourceType.Raw), SourceType.Mount, null) },
        { AclAction.CreateBlockDisk, new AskedOperation.CreateDisk(new Operation(), Disk(DiskSourceType.Raw), SourceType.Block, null) },
        { AclAction.DestroyMountDisk, new AskedOperation.DestroyDisk(new Operation(), Disk(DiskSourceType.Mount)) },
        { AclAction.DestroyBlockDisk, new AskedOperation.DestroyDisk(new Operation(), Disk(DiskSourceType.Block)) },
        { AclAction.DestroyRawDisk, new AskedOperation.DestroyDisk(new Operation(), Disk(DiskSourceType.Raw)) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Each_operation_needs_its_own_action_on_the_role(AclAction action, AskedOperation operation)
    {
        var acls = new Acls(isPermissive: false, [new(action, new(AclEntity.Some("ann"), AclEntity.SomeRoles("web")))]);

        Assert.Null(OperationPermissions.Refuse(acls, Principal.Named("ann"), operation));
        Assert.Contains("on 'web'", OperationPermissions.Refuse(acls, Principal.Named("bob"), operation), StringComparison.Ordinal);
        Assert.Null(OperationPermissions.Refuse(Acls.Open, null, operation));
    }

    private static Resource Disk(DiskSourceType type) => Resource.OfScalar(
        new(
            "disk",
            ResourceType.Scalar,
            [new(ReservationType.Dynamic, "web", "ann", Labels.None)],
            disk: new Disk(new(type, null, "d1", null, null, Labels.None), null, null, null)),
        100);
}
