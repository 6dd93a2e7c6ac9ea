using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core;

/// <summary>An agent that is registered: connected, or not for the moment.</summary>
public sealed record Agent
{
    /// <summary>Its id.</summary>
    public required AgentId Id { get; init; }

    /// <summary>Its libprocess address: <c>slave(1)@ip:port</c>.</summary>
    public required string Pid { get; init; }

    /// <summary>What it says of itself, with its id; its resources are those of its flags. Frozen.</summary>
    public required AgentInfo Info { get; init; }

    /// <summary>All its resources with their reservations and volumes.</summary>
    public required Resources Total { get; init; }

    /// <summary>Its Mesos version.</summary>
    public required string Version { get; init; }

    /// <summary>What it can do.</summary>
    public ImmutableHashSet<CapabilityType> Capabilities { get; init; } = [];

    /// <summary>The version of its resources, sent along with launches and operations.</summary>
    public ByteString ResourceVersion { get; init; } = ByteString.Empty;

    /// <summary>Whether its connection stands.</summary>
    public bool IsConnected { get; init; } = true;

    /// <summary>Whether an operator has taken it out of the offers (deactivated or draining).</summary>
    public bool IsDeactivated { get; init; }

    /// <summary>Its drain, if an operator drains it. Frozen.</summary>
    public DrainInfo? Drain { get; init; }

    /// <summary>When its drain began.</summary>
    public Moment? DrainStarted { get; init; }

    /// <summary>When it registered with this master.</summary>
    public required Moment Registered { get; init; }

    /// <summary>When it last re-registered; null if it never did.</summary>
    public Moment? Reregistered { get; init; }

    /// <summary>Pings that have stayed unanswered in a row.</summary>
    public int MissedPings { get; init; }

    /// <summary>Counts its connections, so that timers of earlier ones are void.</summary>
    public int Generation { get; init; }

    /// <summary>The number of its pinger, <c>slave-observer(n)</c>.</summary>
    public int Observer { get; init; }

    /// <summary>Tells apart what it said that it runs when it last re-registered.</summary>
    public ulong ReportedWork { get; init; }

    /// <summary>Whether it takes part in offers.</summary>
    public bool IsActive => IsConnected && !IsDeactivated;

    /// <summary>The machine it runs on, as maintenance schedules name it.</summary>
    public Machine Machine => new(Info.Hostname, Pids.Ip(Pid));

    /// <summary>What the allocator needs to know of it.</summary>
    public AgentTraits Traits => TraitsReading.Read(Info, Capabilities);

    /// <summary>Whether it can do something.</summary>
    public bool Can(CapabilityType capability) => Capabilities.Contains(capability);
}

/// <summary>A machine, as maintenance schedules name it.</summary>
/// <param name="Hostname">Its host name.</param>
/// <param name="Ip">Its address.</param>
public readonly record struct Machine(string Hostname, string Ip);

/// <summary>Takes libprocess addresses apart.</summary>
public static class Pids
{
    /// <summary>The address of <c>id@ip:port</c> without its port.</summary>
    public static string Ip(string pid) => Address(pid) is var address && address.LastIndexOf(':') is var colon and > 0
        ? address[..colon] : address;

    /// <summary>The port of <c>id@ip:port</c>; 0 if there is none.</summary>
    public static int Port(string pid) =>
        int.TryParse(pid[(pid.LastIndexOf(':') + 1)..], out var port) ? port : 0;

    /// <summary>The part of <c>id@ip:port</c> behind the at sign.</summary>
    public static string Address(string pid) => pid[(pid.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>The part of <c>id@ip:port</c> before the at sign.</summary>
    public static string Id(string pid) => pid[..Math.Max(0, pid.IndexOf('@', StringComparison.Ordinal))];
}
