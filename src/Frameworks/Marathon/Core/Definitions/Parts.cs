using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>When an app was last scaled and last changed.</summary>
public sealed record VersionInfo(Version LastScalingAt, Version LastConfigChangeAt);

/// <summary>How much may be missing or too much while instances are replaced.</summary>
/// <param name="MinimumHealthCapacity">The part of the instances that stays healthy, 0 to 1.</param>
/// <param name="MaximumOverCapacity">The part of the instances that may be there in addition, 0 to 1.</param>
public sealed record UpgradeStrategy(double MinimumHealthCapacity = 1, double MaximumOverCapacity = 1);

/// <summary>Something fetched into the sandbox.</summary>
public sealed record Artifact
{
    /// <summary>Where it is fetched from.</summary>
    public required string Uri { get; init; }

    /// <summary>Whether an archive is extracted.</summary>
    public bool Extract { get; init; }

    /// <summary>Whether it is made executable.</summary>
    public bool Executable { get; init; }

    /// <summary>Whether the agent may keep it for others.</summary>
    public bool Cache { get; init; }

    /// <summary>The name it gets in the sandbox.</summary>
    public string? DestPath { get; init; }
}

/// <summary>A named secret.</summary>
public sealed record Secret(string Source);

/// <summary>What a custom or pod executor needs.</summary>
public sealed record ExecutorResources(double Cpus, double Mem, double Disk);

/// <summary>Kept for clients that read it; without effect.</summary>
public sealed record Residency(long RelaunchEscalationTimeoutSeconds, string TaskLostBehavior);

/// <summary>How much an instance may use beyond its request; infinity: without limit.</summary>
public sealed record ResourceLimits
{
    /// <summary>CPUs.</summary>
    [JsonConverter(typeof(LimitJson))]
    public double? Cpus { get; init; }

    /// <summary>Memory in MB.</summary>
    [JsonConverter(typeof(LimitJson))]
    public double? Mem { get; init; }
}

/// <summary>Which instances go first when there are too many.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KillSelection>))]
public enum KillSelection
{
    /// <summary>The newest.</summary>
    [JsonStringEnumMemberName("YOUNGEST_FIRST")]
    YoungestFirst,

    /// <summary>The oldest.</summary>
    [JsonStringEnumMemberName("OLDEST_FIRST")]
    OldestFirst,
}
