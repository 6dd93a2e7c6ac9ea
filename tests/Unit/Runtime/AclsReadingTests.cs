using Kernel.Model;
using Kernel.Runtime.Authorization;

namespace Kernel.Tests.Unit.Runtime;

/// <summary>The JSON of <c>--acls</c>.</summary>
public class AclsReadingTests
{
    private static readonly Principal Ann = Principal.Named("ann");

    /// <summary>The lists, the field of their objects, and an object that they can name; null if they can name none.</summary>
    public static readonly TheoryData<string, string, AclAction, string?> Lists = new()
    {
        { "register_frameworks", "roles", AclAction.RegisterFramework, "web" },
        { "run_tasks", "users", AclAction.RunTask, "nobody" },
        { "teardown_frameworks", "framework_principals", AclAction.TeardownFramework, "marathon" },
        { "reserve_resources", "roles", AclAction.ReserveResources, "web" },
        { "unreserve_resources", "reserver_principals", AclAction.UnreserveResources, "ann" },
        { "create_volumes", "roles", AclAction.CreateVolume, "web" },
        { "destroy_volumes", "creator_principals", AclAction.DestroyVolume, "ann" },
        { "resize_volumes", "roles", AclAction.ResizeVolume, "web" },
        { "create_block_disks", "roles", AclAction.CreateBlockDisk, "web" },
        { "destroy_block_disks", "roles", AclAction.DestroyBlockDisk, "web" },
        { "create_mount_disks", "roles", AclAction.CreateMountDisk, "web" },
        { "destroy_mount_disks", "roles", AclAction.DestroyMountDisk, "web" },
        { "destroy_raw_disks", "roles", AclAction.DestroyRawDisk, "web" },
        { "get_quotas", "roles", AclAction.GetQuota, "web" },
        { "update_quotas", "roles", AclAction.UpdateQuota, "web" },
        { "update_weights", "roles", AclAction.UpdateWeight, "web" },
        { "view_roles", "roles", AclAction.ViewRole, "web" },
        { "get_endpoints", "paths", AclAction.GetEndpointWithPath, "/files/debug" },
        { "view_frameworks", "users", AclAction.ViewFramework, "nobody" },
        { "view_tasks", "users", AclAction.ViewTask, "nobody" },
        { "view_executors", "users", AclAction.ViewExecutor, "nobody" },
        { "view_containers", "users", AclAction.ViewContainer, "nobody" },
        { "access_sandboxes", "users", AclAction.AccessSandbox, "nobody" },
        { "access_mesos_logs", "logs", AclAction.AccessMesosLog, null },
        { "view_flags", "flags", AclAction.ViewFlags, null },
        { "set_log_level", "level", AclAction.SetLogLevel, null },
        { "launch_nested_containers_as_user", "users", AclAction.LaunchNestedContainerAsUser, "nobody" },
        { "launch_nested_containers_under_parent_with_user", "users", AclAction.LaunchNestedContainerUnderParentWithUser, "nobody" },
        { "launch_nested_container_sessions_as_user", "users", AclAction.LaunchNestedContainerSessionAsUser, "nobody" },
        {
            "launch_nested_container_sessions_under_parent_with_user", "users",
            AclAction.LaunchNestedContainerSessionUnderParentWithUser, "nobody"
        },
        { "attach_containers_input", "users", AclAction.AttachContainerInput, "nobody" },
        { "attach_containers_output", "users", AclAction.AttachContainerOutput, "nobody" },
        { "kill_nested_containers", "users", AclAction.KillNestedContainer, "nobody" },
        { "wait_nested_containers", "users", AclAction.WaitNestedContainer, "nobody" },
        { "remove_nested_containers", "users", AclAction.RemoveNestedContainer, "nobody" },
        { "launch_standalone_containers", "users", AclAction.LaunchStandaloneContainer, null },
        { "kill_standalone_containers", "users", AclAction.KillStandaloneContainer, null },
        { "wait_standalone_containers", "users", AclAction.WaitStandaloneContainer, null },
        { "remove_standalone_containers", "users", AclAction.RemoveStandaloneContainer, null },
        { "view_standalone_containers", "users", AclAction.ViewStandaloneContainer, null },
        { "register_agents", "agents", AclAction.RegisterAgent, null },
        { "update_maintenance_schedules", "machines", AclAction.UpdateMaintenanceSchedule, null },
        { "get_maintenance_schedules", "machines", AclAction.GetMaintenanceSchedule, null },
        { "start_maintenances", "machines", AclAction.StartMaintenance, null },
        { "stop_maintenances", "machines", AclAction.StopMaintenance, null },
        { "get_maintenance_statuses", "machines", AclAction.GetMaintenanceStatus, null },
        { "drain_agents", "agents", AclAction.DrainAgent, null },
        { "deactivate_agents", "agents", AclAction.DeactivateAgent, null },
        { "reactivate_agents", "agents", AclAction.ReactivateAgent, null },
        { "mark_agents_gone", "agents", AclAction.MarkAgentGone, null },
        { "modify_resource_provider_configs", "resource_providers", AclAction.ModifyResourceProviderConfig, null },
        { "mark_resource_providers_gone", "resource_providers", AclAction.MarkResourceProviderGone, null },
        { "view_resource_providers", "resource_providers", AclAction.ViewResourceProvider, null },
        { "prune_images", "images", AclAction.PruneImages, null },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Each_list_allows_its_action_to_whom_it_names_and_denies_it_to_others(
        string list, string field, AclAction action, string? named)
    {
        var objects = named is null ? """{"type": "ANY"}""" : $$"""{"values": ["{{named}}"]}""";
        var acls = AclsReading.Parse(
            $$"""{"permissive": false, "{{list}}": [{"principals": {"values": ["ann"]}, "{{field}}": {{objects}}}]}""");

        Assert.True(acls.Allows(Ann, action, named));
        Assert.False(acls.Allows(Principal.Named("bob"), action, named));
        Assert.False(acls.Allows(null, action, named));
        Assert.All(Enum.GetValues<AclAction>().Where(other => other != action), other => Assert.False(acls.Allows(Ann, other, named)));
    }

    [Fact]
    public void Every_action_has_a_list() => Assert.Equal(
        Enum.GetValues<AclAction>().Order(), Lists.Select(static row => (AclAction)row[2]).Order());

    [Fact]
    public void The_first_of_a_list_decides_and_the_type_may_be_left_out()
    {
        var acls = AclsReading.Parse(
            """
            {
              "register_frameworks": [
                {"principals": {"type": "SOME", "values": ["ann"]}, "roles": {"values": ["eng/%", "ops"]}},
                {"principals": {"type": "NONE"}, "roles": {"type": "ANY"}}
              ]
            }
            """);

        Assert.True(acls.AllowsAll(Ann, AclAction.RegisterFramework, ["eng/dev", "ops"]));
        Assert.False(acls.Allows(Ann, AclAction.RegisterFramework, "eng"));
        Assert.True(acls.Allows(Ann, AclAction.RunTask, "root"));
    }

    [Theory]
    [InlineData("[]", "'the ACLs' must be an object")]
    [InlineData("nothing", "no JSON")]
    [InlineData("""{"permissive": "false"}""", "'permissive' must be true or false")]
    [InlineData("""{"run_task": []}""", "no list of ACLs 'run_task'")]
    [InlineData("""{"run_tasks": {}}""", "'run_tasks' must be an array")]
    [InlineData("""{"run_tasks": [{"users": {"type": "ANY"}}]}""", "'run_tasks[0].principals' is missing")]
    [InlineData("""{"run_tasks": [{"principals": {"type": "ANY"}}]}""", "'run_tasks[0].users' is missing")]
    [InlineData("""{"run_tasks": [{"principals": {"type": "ANY"}, "roles": {"type": "ANY"}}]}""", "'run_tasks[0]' has no field 'roles'")]
    [InlineData("""{"run_tasks": [{"principals": {"type": "ALL"}}]}""", "must be SOME, ANY or NONE, not 'ALL'")]
    [InlineData("""{"run_tasks": [{"principals": {"value": ["ann"]}}]}""", "has no field 'value'")]
    [InlineData("""{"run_tasks": [{"principals": {"values": [1]}}]}""", "'run_tasks[0].principals.values' must be text")]
    [InlineData("""{"view_flags": [{"principals": {"type": "ANY"}, "flags": {"values": ["x"]}}]}""", "must be ANY or NONE")]
    [InlineData("""{"get_endpoints": [{"principals": {"type": "ANY"}, "paths": {"values": ["/state"]}}]}""", "'/state', which cannot be guarded")]
    public void What_is_not_understood_is_refused_by_its_name(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => AclsReading.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_flag_may_be_json_or_a_path_and_without_it_everything_is_allowed()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"permissive": false}""");

            Assert.False(AclsReading.Read(path, "local").IsPermissive);
            Assert.False(AclsReading.Read("""{"permissive": false}""", "local").IsPermissive);
            Assert.Same(Acls.Open, AclsReading.Read(null, "local"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_wrong_flag_is_named()
    {
        Assert.Contains("'authorizers'", Assert.Throws<FormatException>(static () => AclsReading.Read(null, "org_other")).Message, StringComparison.Ordinal);
        Assert.Contains("'acls'", Assert.Throws<FormatException>(static () => AclsReading.Read("/no/such/file", "local")).Message, StringComparison.Ordinal);
    }
}
