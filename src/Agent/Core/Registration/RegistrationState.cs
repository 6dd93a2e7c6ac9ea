namespace Kernel.Agent.Core;

/// <summary>Where an agent stands with the masters.</summary>
public sealed record RegistrationState
{
    /// <summary>The longest back-off between two attempts (Mesos: REGISTER_RETRY_INTERVAL_MAX).</summary>
    public static readonly TimeSpan BackoffMax = TimeSpan.FromMinutes(1);

    /// <summary>The master that registered the agent, or last did; null if none has.</summary>
    public string? Master { get; init; }

    /// <summary>The masters that may lead by what was found in ZooKeeper; null: those that were named at the start.</summary>
    public IReadOnlyList<string>? Detected { get; init; }

    /// <summary>Counts the times the agent began to look for a master.</summary>
    public int Generation { get; init; }

    /// <summary>
    /// Whether masters have been asked since then: until they have, an answer is to what was asked an earlier time, and its master knows nothing
    /// of what has been launched since.
    /// </summary>
    public bool HasAsked { get; init; }

    /// <summary>The bound of the next random delay.</summary>
    public TimeSpan Backoff { get; init; }

    /// <summary>How often the agent has begun to authenticate in this search.</summary>
    public int Authentications { get; init; }

    /// <summary>The address of the master that knows who the agent is; null if none does in this search.</summary>
    public string? KnownAt { get; init; }

    /// <summary>Counts the pings, so that the deadline of an old one is known.</summary>
    public long Pings { get; init; }

    /// <summary>Without a ping for so long the agent looks for a master again.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(75);
}
