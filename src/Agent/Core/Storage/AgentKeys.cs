using System.Globalization;
using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>
/// Where an agent keeps what in its store. Ids hold no slash, so the parts of a key cannot run into each other.
/// </summary>
public static class AgentKeys
{
    /// <summary>Everything the agent stores.</summary>
    public const string All = "agent/";

    /// <summary>Who the agent is.</summary>
    public const string Info = "agent/info";

    /// <summary>How it is being drained.</summary>
    public const string Drain = "agent/drain";

    /// <summary>Its reservations and volumes.</summary>
    public const string Resources = "agent/resources";

    /// <summary>A framework.</summary>
    public static string Of(FrameworkId framework) => $"agent/framework/{framework}";

    /// <summary>An executor.</summary>
    public static string Of(ExecutorKey executor) => $"agent/executor/{executor.Framework}/{executor.Executor}";

    /// <summary>A task.</summary>
    public static string Of(TaskKey task) => $"agent/task/{task.Framework}/{task.Task}";

    /// <summary>A status update.</summary>
    public static string Of(TaskKey task, long number) =>
        $"agent/stream/{task.Framework}/{task.Task}/{number.ToString("D12", CultureInfo.InvariantCulture)}";

    /// <summary>An operation.</summary>
    public static string Of(Guid operation) => $"agent/operation/{operation}";
}
