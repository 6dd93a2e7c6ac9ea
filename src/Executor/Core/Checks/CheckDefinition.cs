using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>How something is checked.</summary>
public enum CheckKind
{
    /// <summary>By a command.</summary>
    Command,

    /// <summary>By an HTTP GET.</summary>
    Http,

    /// <summary>By a TCP connect.</summary>
    Tcp,
}

/// <summary>What a check is for.</summary>
public enum CheckPurpose
{
    /// <summary>To know (<c>TaskInfo.check</c>).</summary>
    Information,

    /// <summary>To kill a task that is not healthy (<c>TaskInfo.health_check</c>).</summary>
    Health,
}

/// <summary>A check of either purpose (mesos.md 4.5).</summary>
public sealed record CheckDefinition
{
    /// <summary>How it is made.</summary>
    public required CheckKind Kind { get; init; }

    /// <summary>The command; null for other kinds.</summary>
    public V1.CommandInfo? Command { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The port of HTTP and TCP.</summary>
    public int Port { get; init; }

    /// <summary>The path of HTTP.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Whether it goes to the IPv6 loopback address.</summary>
    public bool IsOverIpv6 { get; init; }

    /// <summary>From the start of the task to the first check.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>From the end of a check to the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long a check may take; zero for any time.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>From the start of the task: failures in it do not count before the first success.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>How many failures in a row kill the task.</summary>
    public int FailuresMax { get; init; } = int.MaxValue;

    /// <summary>The definition that a CheckInfo is.</summary>
    public static CheckDefinition Of(V1.CheckInfo check) => new()
    {
        Kind = check.Tcp is not null ? CheckKind.Tcp : check.Http is not null ? CheckKind.Http : CheckKind.Command,
        Command = check.Command?.Command_,
        Port = (int)(check.Tcp?.Port ?? check.Http?.Port ?? 0),
        Path = PathOf(check.Http?.Path),
        Delay = Seconds(check.DelaySeconds),
        Interval = Seconds(check.IntervalSeconds),
        Timeout = Seconds(check.TimeoutSeconds),
    };

    /// <summary>The definition that a HealthCheck is.</summary>
    public static CheckDefinition Of(V1.HealthCheck check) => new()
    {
        Kind = check.Tcp is not null ? CheckKind.Tcp : check.Http is not null ? CheckKind.Http : CheckKind.Command,
        Command = check.Command,
        Scheme = check.Http is { HasScheme: true, Scheme: "https" } ? "https" : "http",
        Port = (int)(check.Tcp?.Port ?? check.Http?.Port ?? 0),
        Path = PathOf(check.Http?.Path),
        IsOverIpv6 = (check.Tcp?.Protocol ?? check.Http?.Protocol) == V1.NetworkInfo.Types.Protocol.Ipv6,
        Delay = Seconds(check.DelaySeconds),
        Interval = Seconds(check.IntervalSeconds),
        Timeout = Seconds(check.TimeoutSeconds),
        Grace = Seconds(check.GracePeriodSeconds),
        FailuresMax = (int)Math.Clamp(check.ConsecutiveFailures, 1, int.MaxValue),
    };

    private static string PathOf(string? path) => string.IsNullOrEmpty(path) ? "/" : path;

    /// <summary>A span that timers can hold: neither negative nor beyond a century.</summary>
    private static TimeSpan Seconds(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(double.IsNaN(seconds) ? 0 : seconds, 0, 3e9));
}
