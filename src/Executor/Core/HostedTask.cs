using Kernel.Model;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>Why a task is being killed.</summary>
public enum KillCause
{
    /// <summary>Somebody asked for it, or another task of its group failed.</summary>
    Requested,

    /// <summary>Its health check failed too often.</summary>
    Unhealthy,

    /// <summary>It ran for longer than it may.</summary>
    TookTooLong,
}

/// <summary>A kill under way.</summary>
/// <param name="Cause">Why.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EscalatesAt">When SIGKILL follows.</param>
/// <param name="Generation">Counts the moments at which SIGKILL was to follow.</param>
public sealed record KillUnderWay(KillCause Cause, Moment StartedAt, Moment EscalatesAt, int Generation);

/// <summary>A task that the host runs and that is not over.</summary>
public sealed record HostedTask
{
    /// <summary>The container that it runs in.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container of its executor.</summary>
    public required string ExecutorContainer { get; init; }

    /// <summary>The group that it came with; null for a command task.</summary>
    public string? Group { get; init; }

    /// <summary>The task.</summary>
    public required V1.TaskInfo Info { get; init; }

    /// <summary>Its container's plan.</summary>
    public required Wire.ContainerPlan Plan { get; init; }

    /// <summary>Its first process; null while its container is being started.</summary>
    public int? Process { get; init; }

    /// <summary>What the containerizer knows of its container.</summary>
    public V1.ContainerStatus ContainerStatus { get; init; } = new();

    /// <summary>Its kill; null while it may live.</summary>
    public KillUnderWay? Kill { get; init; }

    /// <summary>Its check; null if it has none.</summary>
    public CheckProgress? Check { get; init; }

    /// <summary>Its health check; null if it has none.</summary>
    public CheckProgress? Health { get; init; }

    /// <summary>Whether it is healthy; null while that is not known.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>What the check found last.</summary>
    public CheckOutcome CheckFound { get; init; } = CheckOutcome.Unknown;

    /// <summary>A check, by purpose.</summary>
    public CheckProgress? CheckFor(CheckPurpose purpose) => purpose == CheckPurpose.Health ? Health : Check;

    /// <summary>The task with another progress of a check.</summary>
    public HostedTask With(CheckPurpose purpose, CheckProgress progress) =>
        purpose == CheckPurpose.Health ? this with { Health = progress } : this with { Check = progress };
}
