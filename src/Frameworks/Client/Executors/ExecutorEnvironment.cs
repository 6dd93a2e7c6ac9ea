using System.Collections;
using Kernel.Protocol;
using Kernel.Runtime.Flags;

namespace Kernel.Frameworks.Client;

/// <summary>What an agent tells an executor in its environment (mesos.md 3.4).</summary>
public sealed record ExecutorEnvironment
{
    /// <summary>The framework.</summary>
    public required string FrameworkId { get; init; }

    /// <summary>The executor.</summary>
    public required string ExecutorId { get; init; }

    /// <summary>The agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The agent's executor API.</summary>
    public required Uri Api { get; init; }

    /// <summary>Where the executor may keep files.</summary>
    public string Sandbox { get; init; } = "";

    /// <summary>Whether the executor outlives a restart of its agent.</summary>
    public bool Checkpoint { get; init; }

    /// <summary>How long it waits for its agent to come back.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest wait between two attempts to reach the agent.</summary>
    public TimeSpan SubscriptionBackoffMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it has to end its tasks when it is told to shut down.</summary>
    public TimeSpan ShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The token to authenticate with; null: none.</summary>
    public string? AuthenticationToken { get; init; }

    /// <summary>Reads the environment of this process.</summary>
    /// <exception cref="FormatException">It is not that of an executor; the message names the variable.</exception>
    public static ExecutorEnvironment Read() => Read(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? ""));

    /// <summary>How the agent is spoken to; null: without encryption.</summary>
    public Tls? Tls { get; init; }

    /// <summary>Reads an environment.</summary>
    /// <exception cref="FormatException">It is not that of an executor; the message names the variable.</exception>
    public static ExecutorEnvironment Read(IReadOnlyDictionary<string, string> variables)
    {
        var standard = new ExecutorEnvironment { FrameworkId = "", ExecutorId = "", Api = new("http://localhost") };
        var tls = TlsVariables.Read(name => variables.GetValueOrDefault(name));
        return new()
        {
            Tls = tls,
            FrameworkId = Demand(variables, "MESOS_FRAMEWORK_ID"),
            ExecutorId = Demand(variables, "MESOS_EXECUTOR_ID"),
            AgentId = variables.GetValueOrDefault("MESOS_SLAVE_ID", ""),
            Api = ApiOf(variables, tls),
            Sandbox = variables.GetValueOrDefault("MESOS_SANDBOX") ?? variables.GetValueOrDefault("MESOS_DIRECTORY", ""),
            Checkpoint = variables.GetValueOrDefault("MESOS_CHECKPOINT") == "1",
            RecoveryTimeout = Duration(variables, "MESOS_RECOVERY_TIMEOUT", standard.RecoveryTimeout),
            SubscriptionBackoffMax = Duration(variables, "MESOS_SUBSCRIPTION_BACKOFF_MAX", standard.SubscriptionBackoffMax),
            ShutdownGracePeriod = Duration(variables, "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", standard.ShutdownGracePeriod),
            AuthenticationToken = variables.GetValueOrDefault("MESOS_EXECUTOR_AUTHENTICATION_TOKEN"),
        };
    }

    private static Uri ApiOf(IReadOnlyDictionary<string, string> variables, Tls? tls)
    {
        var endpoint = variables.GetValueOrDefault("MESOS_AGENT_ENDPOINT") is { Length: > 0 } given
            ? given : Demand(variables, "MESOS_SLAVE_PID").Split('@')[^1];
        return Uri.TryCreate($"{Tls.SchemeOf(tls)}://{endpoint}/api/v1/executor", UriKind.Absolute, out var api)
            ? api : throw new FormatException($"MESOS_AGENT_ENDPOINT: '{endpoint}' is not host:port");
    }

    private static string Demand(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0
            ? value : throw new FormatException($"{name} is not set: an executor is started by an agent");

    private static TimeSpan Duration(IReadOnlyDictionary<string, string> variables, string name, TimeSpan otherwise)
    {
        try
        {
            return variables.TryGetValue(name, out var text) && text.Length > 0 ? MesosDuration.Parse(text) : otherwise;
        }
        catch (FormatException failure)
        {
            throw new FormatException($"{name}: {failure.Message}");
        }
    }
}
