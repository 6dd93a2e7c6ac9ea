using Kernel.Runtime.Flags;

namespace Kernel.Master.Server;

/// <summary>The flags of Mesos's master that have no effect on this one.</summary>
internal static class MasterIdleFlags
{
    private const string NoLog = "the registry is no replicated log; --store says where it is kept";
    private const string NoModules = "there are no modules to load";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<IdleFlag> All =
    [
        IdleFlag.Number("quorum", null, NoLog),
        IdleFlag.Switch("log_auto_initialize", true, NoLog),
        IdleFlag.OneOf("registry", NoLog, "replicated_log", "in_memory"),
        IdleFlag.Switch("registry_strict", false, "the registry is always strict"),
        IdleFlag.OneOf("allocator", "there is one allocator", "HierarchicalDRF", "hierarchical"),
        IdleFlag.Text("master_contender", null, "the store elects the leader"),
        IdleFlag.Text("master_detector", null, "the store tells who leads"),
        IdleFlag.Switch("authenticate_frameworks", false, "--authenticate_http_frameworks is for all frameworks that are taken, those of the v1 API")
            .Once("authenticate"),
        IdleFlag.Text("hooks", null, NoModules),
        IdleFlag.Text("modules", null, NoModules),
        IdleFlag.Text("modules_dir", null, NoModules),
        IdleFlag.Bytes("offer_constraints_re2_max_mem", "4KB", "patterns are bounded by their size, and matched in linear time"),
        IdleFlag.Number("offer_constraints_re2_max_program_size", "100", "the bound of a pattern's size is 100"),
        IdleFlag.Text("webui_dir", "/usr/local/share/mesos/webui", "the web pages are part of the program"),
        IdleFlag.Switch("initialize_driver_logging", true, "there is no driver whose logging could be set up"),
        IdleFlag.Switch("memory_profiling", false, "there is no memory profiler"),
    ];
}
