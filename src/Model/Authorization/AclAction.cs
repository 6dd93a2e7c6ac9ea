namespace Kernel.Model;

/// <summary>
/// What can be allowed or denied, one for each list of ACLs (mesos.md 5.19; Mesos:
/// include/mesos/authorizer/acls.proto). What the object of each is, a role, a user, a principal, is told beside
/// it.
/// </summary>
public enum AclAction
{
    /// <summary>To subscribe as a framework to a role.</summary>
    RegisterFramework,

    /// <summary>To run a task or executor as a user.</summary>
    RunTask,

    /// <summary>To end the frameworks of a principal.</summary>
    TeardownFramework,

    /// <summary>To reserve for a role.</summary>
    ReserveResources,

    /// <summary>To take back what a principal has reserved.</summary>
    UnreserveResources,

    /// <summary>To create volumes in a role.</summary>
    CreateVolume,

    /// <summary>To destroy the volumes that a principal has created.</summary>
    DestroyVolume,

    /// <summary>To grow and shrink the volumes of a role.</summary>
    ResizeVolume,

    /// <summary>To make block disks of what is reserved for a role.</summary>
    CreateBlockDisk,

    /// <summary>To destroy the block disks of a role.</summary>
    DestroyBlockDisk,

    /// <summary>To make mount disks of what is reserved for a role.</summary>
    CreateMountDisk,

    /// <summary>To destroy the mount disks of a role.</summary>
    DestroyMountDisk,

    /// <summary>To destroy the raw disks of a role.</summary>
    DestroyRawDisk,

    /// <summary>To see the quota of a role.</summary>
    GetQuota,

    /// <summary>To change the quota of a role.</summary>
    UpdateQuota,

    /// <summary>To change the weight of a role.</summary>
    UpdateWeight,

    /// <summary>To see a role, and what is reserved for it or allocated to it.</summary>
    ViewRole,

    /// <summary>To read one of the endpoints that are guarded by their path.</summary>
    GetEndpointWithPath,

    /// <summary>To see the frameworks of a user.</summary>
    ViewFramework,

    /// <summary>To see the tasks of a user.</summary>
    ViewTask,

    /// <summary>To see the executors of a user.</summary>
    ViewExecutor,

    /// <summary>To see the containers of a user.</summary>
    ViewContainer,

    /// <summary>To read the sandboxes of a user.</summary>
    AccessSandbox,

    /// <summary>To read the logs of masters and agents; no object.</summary>
    AccessMesosLog,

    /// <summary>To see the flags of masters and agents; no object.</summary>
    ViewFlags,

    /// <summary>To change how much is logged; no object.</summary>
    SetLogLevel,

    /// <summary>To launch a nested container as a user.</summary>
    LaunchNestedContainerAsUser,

    /// <summary>To launch a nested container under an executor of a user.</summary>
    LaunchNestedContainerUnderParentWithUser,

    /// <summary>To launch, and speak to, a debugging container as a user.</summary>
    LaunchNestedContainerSessionAsUser,

    /// <summary>To launch, and speak to, a debugging container under an executor of a user.</summary>
    LaunchNestedContainerSessionUnderParentWithUser,

    /// <summary>To write to the input of a user's container.</summary>
    AttachContainerInput,

    /// <summary>To read the output of a user's container.</summary>
    AttachContainerOutput,

    /// <summary>To kill the nested containers of a user.</summary>
    KillNestedContainer,

    /// <summary>To wait for the nested containers of a user.</summary>
    WaitNestedContainer,

    /// <summary>To remove the nested containers of a user.</summary>
    RemoveNestedContainer,

    /// <summary>To launch a container without a parent; no object.</summary>
    LaunchStandaloneContainer,

    /// <summary>To kill a container without a parent; no object.</summary>
    KillStandaloneContainer,

    /// <summary>To wait for a container without a parent; no object.</summary>
    WaitStandaloneContainer,

    /// <summary>To remove a container without a parent; no object.</summary>
    RemoveStandaloneContainer,

    /// <summary>To see containers without a parent; no object.</summary>
    ViewStandaloneContainer,

    /// <summary>To register as an agent; no object.</summary>
    RegisterAgent,

    /// <summary>To change the maintenance schedule of machines; no object.</summary>
    UpdateMaintenanceSchedule,

    /// <summary>To see the maintenance schedule of machines; no object.</summary>
    GetMaintenanceSchedule,

    /// <summary>To take machines down for maintenance; no object.</summary>
    StartMaintenance,

    /// <summary>To bring machines up from maintenance; no object.</summary>
    StopMaintenance,

    /// <summary>To see how far the maintenance of machines is; no object.</summary>
    GetMaintenanceStatus,

    /// <summary>To drain agents; no object.</summary>
    DrainAgent,

    /// <summary>To deactivate agents; no object.</summary>
    DeactivateAgent,

    /// <summary>To reactivate agents; no object.</summary>
    ReactivateAgent,

    /// <summary>To mark agents gone; no object.</summary>
    MarkAgentGone,

    /// <summary>To change the configuration of resource providers; no object.</summary>
    ModifyResourceProviderConfig,

    /// <summary>To mark resource providers gone; no object.</summary>
    MarkResourceProviderGone,

    /// <summary>To see resource providers; no object.</summary>
    ViewResourceProvider,

    /// <summary>To remove images from an agent; no object.</summary>
    PruneImages,
}
