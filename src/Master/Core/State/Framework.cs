using System.Collections.Immutable;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core;

/// <summary>Where a framework stands (mesos.md 2.2).</summary>
public enum FrameworkStanding
{
    /// <summary>Known only from agents that run its tasks; it has not subscribed to this master yet.</summary>
    Recovered,

    /// <summary>Subscribed, with a stream that is open.</summary>
    Connected,

    /// <summary>Its stream has ended; it may come back within its failover timeout.</summary>
    Disconnected,
}

/// <summary>A framework that is not removed.</summary>
public sealed record Framework
{
    /// <summary>Its id.</summary>
    public required FrameworkId Id { get; init; }

    /// <summary>What it says of itself, with its id and principal filled in. Frozen.</summary>
    public required FrameworkInfo Info { get; init; }

    /// <summary>The roles it is subscribed to.</summary>
    public required ImmutableSortedSet<string> Roles { get; init; }

    /// <summary>Where it stands.</summary>
    public FrameworkStanding Standing { get; init; }

    /// <summary>Its open event stream; null unless connected.</summary>
    public string? StreamId { get; init; }

    /// <summary>The constraints it puts on offers. Frozen.</summary>
    public Mesos.V1.Scheduler.OfferConstraints? OfferConstraints { get; init; }

    /// <summary>When it first subscribed.</summary>
    public Moment Registered { get; init; }

    /// <summary>When it last subscribed again; null if it never did.</summary>
    public Moment? Reregistered { get; init; }

    /// <summary>When its stream ended; null while connected.</summary>
    public Moment? Unregistered { get; init; }

    /// <summary>Counts its subscriptions, so that timers of earlier ones are void.</summary>
    public int Generation { get; init; }

    /// <summary>Whether it is connected.</summary>
    public bool IsConnected => Standing == FrameworkStanding.Connected;

    /// <summary>Whether it understands the task states of partition-aware frameworks.</summary>
    public bool IsPartitionAware => Has(CapabilityType.PartitionAware);

    /// <summary>Whether it has a capability.</summary>
    public bool Has(CapabilityType capability) => Info.Capabilities.Any(one => one.Type == capability);

    /// <summary>How long it may stay away.</summary>
    public TimeSpan FailoverTimeout => FailoverTimeouts.Read(Info.FailoverTimeout);

    /// <summary>What the allocator needs to know of it.</summary>
    public FrameworkTraits Traits(IEnumerable<string> suppressedRoles)
    {
        OfferConstraintsReading.Read(OfferConstraints, out var constraints);
        return TraitsReading.Read(Info, Roles, suppressedRoles, constraints);
    }
}
