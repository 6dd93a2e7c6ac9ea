using System.Collections.Frozen;
using Kernel.Master.Server.WebUi;

namespace Kernel.Master.Server.Http;

/// <summary>Which endpoint belongs to which realm (mesos.md 5.18; Mesos: the routes of src/master/master.cpp).</summary>
public static class Realms
{
    /// <summary>Endpoints that only read.</summary>
    public const string ReadOnly = "mesos-master-readonly";

    /// <summary>Endpoints that change something.</summary>
    public const string ReadWrite = "mesos-master-readwrite";

    /// <summary>The scheduler API.</summary>
    public const string Scheduler = "mesos-master-scheduler";

    private static readonly FrozenSet<string> Open = FrozenSet.Create(
        "/health", "/version", "/redirect", WebUiRoutes.Index, WebUiRoutes.Scripts, WebUiRoutes.Assets);

    private static readonly FrozenSet<string> Reading = FrozenSet.Create(
        "/state", "/state-summary", "/slaves", "/frameworks", "/roles", "/tasks", "/flags", "/maintenance/status",
        "/metrics/snapshot", "/metrics", "/system/stats", Legacy.RegistryDump.Path, "/allocator/explain",
        "/files/browse", "/files/read", "/files/download", "/files/debug", AgentRelay.Route);

    /// <summary>The realm of an endpoint; null if it is for everybody. What is not known here is taken for a change.</summary>
    /// <param name="pattern">The pattern of its route, which does not depend on how a caller spells the path.</param>
    public static string? Of(string pattern)
    {
        var name = NameOf(pattern);
        return name == "/api/v1/scheduler" ? Scheduler
            : Open.Contains(name) ? null
            : Reading.Contains(name) ? ReadOnly
            : ReadWrite;
    }

    /// <summary>The name of an endpoint, whichever of its paths a route has.</summary>
    public static string NameOf(string pattern)
    {
        var name = pattern.StartsWith("/master/", StringComparison.Ordinal) ? pattern["/master".Length..] : pattern;
        return name.EndsWith(".json", StringComparison.Ordinal) ? name[..^".json".Length] : name;
    }
}
