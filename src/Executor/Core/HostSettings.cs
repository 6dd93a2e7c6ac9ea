namespace Kernel.Executor.Core;

/// <summary>How an executor host behaves.</summary>
public sealed record HostSettings
{
    /// <summary>
    /// How long executors of frameworks that checkpoint live on without an agent (<c>--recovery_timeout</c>).
    /// </summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an agent may be away before executors of frameworks that do not checkpoint end.</summary>
    public TimeSpan AbsenceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a host without executors and agent lives on.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the last statuses of an executor may wait to be acknowledged by an agent that is there.
    /// </summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long tasks have to end when the host gives the agent up.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The process id of the host.</summary>
    public int Process { get; init; }
}
