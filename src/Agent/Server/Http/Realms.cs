namespace Kernel.Agent.Server.Http;

/// <summary>Which endpoint of an agent belongs to which realm (mesos.md 5.18; Mesos: the routes of src/slave/slave.cpp).</summary>
public static class Realms
{
    /// <summary>Endpoints that only read.</summary>
    public const string ReadOnly = "mesos-agent-readonly";

    /// <summary>The operator API, and what else changes something.</summary>
    public const string ReadWrite = "mesos-agent-readwrite";

    /// <summary>The executor API.</summary>
    public const string Executor = "mesos-agent-executor";

    /// <summary>The realm of an endpoint; null if it is for everybody. What is not known here is taken for a change.</summary>
    /// <param name="path">Its path, without the name of the agent.</param>
    public static string? Of(string path) => path switch
    {
        "/health" or "/version" => null,
        "/api/v1/executor" => Executor,
        "/state" or "/state.json" or "/flags" or "/containers" or "/metrics" or "/metrics/snapshot" or "/system/stats.json"
            or "/monitor/statistics" or "/monitor/statistics.json" => ReadOnly,
        _ when path.StartsWith("/files/", StringComparison.Ordinal) => ReadOnly,
        _ => ReadWrite,
    };
}
