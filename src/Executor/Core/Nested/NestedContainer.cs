using System.Collections.Immutable;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>A container below another one that somebody asked the agent's API for (mesos.md 7.13).</summary>
public sealed record NestedContainer
{
    /// <summary>Its id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container that it is below.</summary>
    public required string Parent { get; init; }

    /// <summary>Its plan.</summary>
    public required Wire.ContainerPlan Plan { get; init; }

    /// <summary>The request that it was launched by; empty once that is answered.</summary>
    public required string LaunchRequest { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>What <c>wait(2)</c> said of it; null if unknown.</summary>
    public int? WaitStatus { get; init; }

    /// <summary>Requests that wait for its end.</summary>
    public ImmutableList<string> Waiting { get; init; } = [];
}
