using System.Collections.Frozen;
using Kernel.Model;

namespace Kernel.Runtime.Authorization;

/// <summary>What the objects of a list of ACLs are.</summary>
internal enum AclObjects
{
    /// <summary>Names that are compared as they are: users, principals.</summary>
    Names,

    /// <summary>Roles, of which <c>a/%</c> stands for those below <c>a</c>.</summary>
    Roles,

    /// <summary>Paths of endpoints, of which only some can be guarded.</summary>
    Paths,

    /// <summary>All or none: no single object can be named.</summary>
    Whole,
}

/// <summary>A list of the ACLs' JSON (mesos.md 5.19; Mesos: include/mesos/authorizer/acls.proto).</summary>
/// <param name="Action">The action that it is about.</param>
/// <param name="Field">The field that its ACLs name their objects in.</param>
/// <param name="Objects">What the objects are.</param>
internal sealed record AclList(AclAction Action, string Field, AclObjects Objects)
{
    /// <summary>All lists, by their names.</summary>
    public static readonly FrozenDictionary<string, AclList> All = new Dictionary<string, AclList>
    {
        ["register_frameworks"] = OfRoles(AclAction.RegisterFramework),
        ["run_tasks"] = OfUsers(AclAction.RunTask),
        ["teardown_frameworks"] = new(AclAction.TeardownFramework, "framework_principals", AclObjects.Names),
        ["reserve_resources"] = OfRoles(AclAction.ReserveResources),
        ["unreserve_resources"] = new(AclAction.UnreserveResources, "reserver_principals", AclObjects.Names),
        ["create_volumes"] = OfRoles(AclAction.CreateVolume),
        ["destroy_volumes"] = new(AclAction.DestroyVolume, "creator_principals", AclObjects.Names),
        ["resize_volumes"] = OfRoles(AclAction.ResizeVolume),
        ["create_block_disks"] = OfRoles(AclAction.CreateBlockDisk),
        ["destroy_block_disks"] = OfRoles(AclAction.DestroyBlockDisk),
        ["create_mount_disks"] = OfRoles(AclAction.CreateMountDisk),
        ["destroy_mount_disks"] = OfRoles(AclAction.DestroyMountDisk),
        ["destroy_raw_disks"] = OfRoles(AclAction.DestroyRawDisk),
        ["get_quotas"] = OfRoles(AclAction.GetQuota),
        ["update_quotas"] = OfRoles(AclAction.UpdateQuota),
        ["update_weights"] = OfRoles(AclAction.UpdateWeight),
        ["view_roles"] = OfRoles(AclAction.ViewRole),
        ["get_endpoints"] = new(AclAction.GetEndpointWithPath, "paths", AclObjects.Paths),
        ["view_frameworks"] = OfUsers(AclAction.ViewFramework),
        ["view_tasks"] = OfUsers(AclAction.ViewTask),
        ["view_executors"] = OfUsers(AclAction.ViewExecutor),
        ["view_containers"] = OfUsers(AclAction.ViewContainer),
        ["access_sandboxes"] = OfUsers(AclAction.AccessSandbox),
        ["access_mesos_logs"] = Whole(AclAction.AccessMesosLog, "logs"),
        ["view_flags"] = Whole(AclAction.ViewFlags, "flags"),
        ["set_log_level"] = Whole(AclAction.SetLogLevel, "level"),
        ["launch_nested_containers_as_user"] = OfUsers(AclAction.LaunchNestedContainerAsUser),
        ["launch_nested_containers_under_parent_with_user"] = OfUsers(AclAction.LaunchNestedContainerUnderParentWithUser),
        ["launch_nested_container_sessions_as_user"] = OfUsers(AclAction.LaunchNestedContainerSessionAsUser),
        ["launch_nested_container_sessions_under_parent_with_user"] =
            OfUsers(AclAction.LaunchNestedContainerSessionUnderParentWithUser),
        ["attach_containers_input"] = OfUsers(AclAction.AttachContainerInput),
        ["attach_containers_output"] = OfUsers(AclAction.AttachContainerOutput),
        ["kill_nested_containers"] = OfUsers(AclAction.KillNestedContainer),
        ["wait_nested_containers"] = OfUsers(AclAction.WaitNestedContainer),
        ["remove_nested_containers"] = OfUsers(AclAction.RemoveNestedContainer),
        ["launch_standalone_containers"] = Whole(AclAction.LaunchStandaloneContainer, "users"),
        ["kill_standalone_containers"] = Whole(AclAction.KillStandaloneContainer, "users"),
        ["wait_standalone_containers"] = Whole(AclAction.WaitStandaloneContainer, "users"),
        ["remove_standalone_containers"] = Whole(AclAction.RemoveStandaloneContainer, "users"),
        ["view_standalone_containers"] = Whole(AclAction.ViewStandaloneContainer, "users"),
        ["register_agents"] = Whole(AclAction.RegisterAgent, "agents"),
        ["update_maintenance_schedules"] = Whole(AclAction.UpdateMaintenanceSchedule, "machines"),
        ["get_maintenance_schedules"] = Whole(AclAction.GetMaintenanceSchedule, "machines"),
        ["start_maintenances"] = Whole(AclAction.StartMaintenance, "machines"),
        ["stop_maintenances"] = Whole(AclAction.StopMaintenance, "machines"),
        ["get_maintenance_statuses"] = Whole(AclAction.GetMaintenanceStatus, "machines"),
        ["drain_agents"] = Whole(AclAction.DrainAgent, "agents"),
        ["deactivate_agents"] = Whole(AclAction.DeactivateAgent, "agents"),
        ["reactivate_agents"] = Whole(AclAction.ReactivateAgent, "agents"),
        ["mark_agents_gone"] = Whole(AclAction.MarkAgentGone, "agents"),
        ["modify_resource_provider_configs"] = Whole(AclAction.ModifyResourceProviderConfig, "resource_providers"),
        ["mark_resource_providers_gone"] = Whole(AclAction.MarkResourceProviderGone, "resource_providers"),
        ["view_resource_providers"] = Whole(AclAction.ViewResourceProvider, "resource_providers"),
        ["prune_images"] = Whole(AclAction.PruneImages, "images"),
    }.ToFrozenDictionary();

    private static AclList OfRoles(AclAction action) => new(action, "roles", AclObjects.Roles);

    private static AclList OfUsers(AclAction action) => new(action, "users", AclObjects.Names);

    private static AclList Whole(AclAction action, string field) => new(action, field, AclObjects.Whole);
}
