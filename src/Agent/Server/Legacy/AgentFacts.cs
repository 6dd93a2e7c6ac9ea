using Kernel.Runtime.Flags;

namespace Kernel.Agent.Server.Legacy;

/// <summary>What does not change while an agent runs, and is shown by many of its endpoints.</summary>
/// <param name="Options">Its flags.</param>
/// <param name="Pid">Its address on the link.</param>
/// <param name="StartedAt">When it started, in seconds since the epoch.</param>
public sealed record AgentFacts(AgentOptions Options, string Pid, double StartedAt)
{
    /// <summary>The version of Mesos that clients are told.</summary>
    public const string Version = "1.11.0";

    /// <summary>When the program was built.</summary>
    public DateTimeOffset BuiltAt { get; } =
        File.Exists(Location) ? File.GetLastWriteTimeUtc(Location) : DateTimeOffset.UnixEpoch;

    /// <summary>The flags that are set, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Flags { get; } = FlagListing.Values(Options);

    private static string Location =>
        Path.Combine(AppContext.BaseDirectory, typeof(AgentFacts).Assembly.GetName().Name + ".dll");
}
