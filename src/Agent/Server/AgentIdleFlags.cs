using Kernel.Runtime.Flags;

namespace Kernel.Agent.Server;

/// <summary>The flags of Mesos's agent that have no effect on this one.</summary>
internal static class AgentIdleFlags
{
    private const string NoModules = "there are no modules to load";
    private const string NoIsolator = "there is no isolator that it would tell something";
    private const string NoImages = "images are run by the docker containerizer, which asks the Docker engine for them";
    private const string NoPortMapping = "there is no port mapping isolator";
    private const string NoOversubscription = "nothing is oversubscribed";
    private const string Engine = "the Docker engine is spoken to over --docker_socket";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<IdleFlag> All = [.. Process(), .. Cgroups(), .. Docker(), .. Isolators(), .. Rest()];

    private static IEnumerable<IdleFlag> Process() =>
    [
        IdleFlag.Text("hooks", null, NoModules),
        IdleFlag.Text("modules", null, NoModules),
        IdleFlag.Text("modules_dir", null, NoModules),
        IdleFlag.Text("container_logger", null, "stdout and stderr go to files of the sandbox"),
        IdleFlag.Text("disk_profile_adaptor", null, NoModules),
        IdleFlag.Text("secret_resolver", null, NoModules),
        IdleFlag.Text("master_detector", null, "--master names the masters"),
        IdleFlag.OneOf("launcher", "the executor host starts processes in sessions and control groups of their own", "linux", "posix", "windows"),
        IdleFlag.Text("launcher_dir", "/usr/local/libexec/mesos", "everything that launches is in this program"),
        IdleFlag.Switch("initialize_driver_logging", true, "there is no driver whose logging could be set up"),
        IdleFlag.Switch("memory_profiling", false, "there is no memory profiler"),
        IdleFlag.Text("agent_subsystems", null, "the agent itself is put into no control group").Once("slave_subsystems"),
        IdleFlag.Text("ip6", null, "only IPv4 addresses are told"),
        IdleFlag.Text("ip6_discovery_command", null, "only IPv4 addresses are told"),
        IdleFlag.Text("domain_socket_location", null, "executors subscribe over TCP"),
        IdleFlag.Switch("http_executor_domain_sockets", false, "executors subscribe over TCP"),
        IdleFlag.Switch("http_command_executor", false, "command tasks are run by the executor host"),
        IdleFlag.Switch("systemd_enable_support", true, "the executor host outlives the agent by itself; KillMode=process lets it"),
        IdleFlag.Text("systemd_runtime_directory", "/run/systemd/system", "the executor host outlives the agent by itself"),
        IdleFlag.Text("hadoop_home", null, "files are fetched over http and from disk"),
    ];

    private static IEnumerable<IdleFlag> Cgroups() =>
    [
        IdleFlag.Switch("cgroups_cpu_enable_pids_and_tids_count", false, "processes are always counted"),
        IdleFlag.Span("cgroups_destroy_timeout", "1mins", "control groups are removed once they are empty"),
        IdleFlag.Switch("cgroups_limit_swap", false, "swap is not limited"),
        IdleFlag.Text("cgroups_net_cls_primary_handle", null, NoIsolator),
        IdleFlag.Text("cgroups_net_cls_secondary_handles", null, NoIsolator),
        IdleFlag.Text("allowed_devices", null, NoIsolator),
        IdleFlag.Switch("revocable_cpu_low_priority", true, NoOversubscription),
        IdleFlag.Span("perf_duration", "10secs", NoIsolator),
        IdleFlag.Text("perf_events", null, NoIsolator),
        IdleFlag.Span("perf_interval", "1mins", NoIsolator),
    ];

    private static IEnumerable<IdleFlag> Docker() =>
    [
        IdleFlag.Text("docker", "docker", Engine),
        IdleFlag.Text("docker_config", null, NoImages),
        IdleFlag.Switch("docker_ignore_runtime", false, NoImages),
        IdleFlag.Switch("docker_kill_orphans", true, "containers of an agent are known by their label, and those of no task are ended"),
        IdleFlag.Text("docker_mesos_image", null, "the agent is not run within a container"),
        IdleFlag.Text("docker_registry", "https://registry-1.docker.io", NoImages),
        IdleFlag.Span("docker_remove_delay", "6hrs", "containers are removed when they have ended"),
        IdleFlag.Span("docker_stop_timeout", "0ns", "kill policies say how long a container has to end"),
        IdleFlag.Text("docker_store_dir", "/tmp/mesos/store/docker", NoImages),
        IdleFlag.Text("docker_volume_checkpoint_dir", "/var/run/mesos/isolators/docker/volume", NoIsolator),
        IdleFlag.Switch("docker_volume_chown", false, NoIsolator),
        IdleFlag.Text("image_providers", null, NoImages),
        IdleFlag.Text("image_provisioner_backend", null, NoImages),
        IdleFlag.Text("image_gc_config", null, NoImages),
        IdleFlag.Text("appc_simple_discovery_uri_prefix", "http://", NoImages),
        IdleFlag.Text("appc_store_dir", "/tmp/mesos/store/appc", NoImages),
    ];

    private static IEnumerable<IdleFlag> Isolators() =>
    [
        IdleFlag.Text("effective_capabilities", null, NoIsolator),
        IdleFlag.Text("bounding_capabilities", null, NoIsolator),
        IdleFlag.Span("container_disk_watch_interval", "15secs", NoIsolator),
        IdleFlag.Switch("enforce_container_disk_quota", false, NoIsolator),
        IdleFlag.Text("xfs_project_range", null, NoIsolator),
        IdleFlag.Switch("xfs_kill_containers", false, NoIsolator),
        IdleFlag.Text("container_ports_isolated_range", null, NoIsolator),
        IdleFlag.Span("container_ports_watch_interval", "30secs", NoIsolator),
        IdleFlag.Switch("enforce_container_ports", false, NoIsolator),
        IdleFlag.Switch("check_agent_port_range_only", false, NoIsolator),
        IdleFlag.Bytes("default_container_shm_size", null, NoIsolator),
        IdleFlag.Switch("disallow_sharing_agent_ipc_namespace", false, NoIsolator),
        IdleFlag.Switch("disallow_sharing_agent_pid_namespace", false, NoIsolator),
        IdleFlag.Text("host_path_volume_force_creation", null, NoIsolator),
        IdleFlag.Text("network_cni_plugins_dir", null, NoIsolator),
        IdleFlag.Text("network_cni_config_dir", null, NoIsolator),
        IdleFlag.Switch("network_cni_root_dir_persist", false, NoIsolator),
        IdleFlag.Switch("network_cni_metrics", true, NoIsolator),
        IdleFlag.Text("nvidia_gpu_devices", null, NoIsolator),
        IdleFlag.Text("seccomp_config_dir", null, NoIsolator),
        IdleFlag.Text("seccomp_profile_name", null, NoIsolator),
        IdleFlag.Text("volume_gid_range", null, NoIsolator),
        IdleFlag.Number("ephemeral_ports_per_container", "1024", NoPortMapping),
        IdleFlag.Text("eth0_name", null, NoPortMapping),
        IdleFlag.Text("lo_name", null, NoPortMapping),
        IdleFlag.Bytes("egress_rate_limit_per_container", null, NoPortMapping),
        IdleFlag.Switch("egress_unique_flow_per_container", false, NoPortMapping),
        IdleFlag.Text("egress_flow_classifier_parent", null, NoPortMapping),
        IdleFlag.Switch("network_enable_socket_statistics_summary", false, NoPortMapping),
        IdleFlag.Switch("network_enable_socket_statistics_details", false, NoPortMapping),
        IdleFlag.Switch("network_enable_snmp_statistics", false, NoPortMapping),
    ];

    private static IEnumerable<IdleFlag> Rest() =>
    [
        IdleFlag.Text("agent_features", null, "the agent's capabilities cannot be taken from it"),
        IdleFlag.Text("default_container_dns", null, "containers have the DNS of their machine, or of their network"),
        IdleFlag.Text("default_container_info", null, "a task without a container has none"),
        IdleFlag.Span("executor_reregistration_retry_interval", null, "executors of today reconnect by themselves"),
        IdleFlag.Switch("gc_non_executor_container_sandboxes", false, "sandboxes within sandboxes go with them"),
        IdleFlag.Span("oversubscribed_resources_interval", "15secs", NoOversubscription),
        IdleFlag.Text("qos_controller", null, NoOversubscription),
        IdleFlag.Span("qos_correction_interval_min", "0ns", NoOversubscription),
        IdleFlag.Text("resource_estimator", null, NoOversubscription),
        IdleFlag.Text("resource_provider_config_dir", null, "there are no resource providers"),
        IdleFlag.Text("csi_plugin_config_dir", null, "there are no resource providers"),
    ];
}
