using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>Who checks health, and how.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthProtocol>))]
public enum HealthProtocol
{
    /// <summary>Marathon asks over HTTP.</summary>
    [JsonStringEnumMemberName("HTTP")]
    Http,

    /// <summary>Marathon asks over HTTPS, trusting any certificate.</summary>
    [JsonStringEnumMemberName("HTTPS")]
    Https,

    /// <summary>Marathon connects.</summary>
    [JsonStringEnumMemberName("TCP")]
    Tcp,

    /// <summary>The executor runs a command.</summary>
    [JsonStringEnumMemberName("COMMAND")]
    Command,

    /// <summary>The executor connects.</summary>
    [JsonStringEnumMemberName("MESOS_TCP")]
    MesosTcp,

    /// <summary>The executor asks over HTTP.</summary>
    [JsonStringEnumMemberName("MESOS_HTTP")]
    MesosHttp,

    /// <summary>The executor asks over HTTPS.</summary>
    [JsonStringEnumMemberName("MESOS_HTTPS")]
    MesosHttps,
}

/// <summary>A health check of an app.</summary>
public sealed record HealthCheck
{
    /// <summary>Who checks, and how.</summary>
    public HealthProtocol Protocol { get; init; }

    /// <summary>The path asked for.</summary>
    public string? Path { get; init; }

    /// <summary>Which of the app's ports.</summary>
    public int? PortIndex { get; init; }

    /// <summary>A fixed port.</summary>
    public int? Port { get; init; }

    /// <summary>The command.</summary>
    public CheckCommand? Command { get; init; }

    /// <summary>Failures this soon after the start do not count.</summary>
    public int GracePeriodSeconds { get; init; }

    /// <summary>Between two checks.</summary>
    public int IntervalSeconds { get; init; }

    /// <summary>How long a check may take.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>This many failures in a row end the task; 0: never.</summary>
    public int MaxConsecutiveFailures { get; init; }

    /// <summary>Before the executor's first check.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>Accepted, without effect.</summary>
    [JsonPropertyName("ignoreHttp1xx")]
    public bool IgnoreHttp1xx { get; init; }

    /// <summary><c>IPv4</c> or <c>IPv6</c>.</summary>
    public string IpProtocol { get; init; } = "IPv4";

    /// <summary>Whether Marathon itself checks.</summary>
    [JsonIgnore]
    public bool IsOurs => Protocol is HealthProtocol.Http or HealthProtocol.Https or HealthProtocol.Tcp;
}

/// <summary>A command run by a shell.</summary>
public sealed record CheckCommand(string Value);

/// <summary>A check whose result is only shown.</summary>
public sealed record AppCheck
{
    /// <summary>An HTTP request.</summary>
    public AppHttpCheck? Http { get; init; }

    /// <summary>A connection.</summary>
    public AppTcpCheck? Tcp { get; init; }

    /// <summary>A command.</summary>
    public ExecCheck? Exec { get; init; }

    /// <summary>Between two checks.</summary>
    public int IntervalSeconds { get; init; }

    /// <summary>How long a check may take.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Before the first check.</summary>
    public int DelaySeconds { get; init; }
}

/// <summary>A check by HTTP.</summary>
public sealed record AppHttpCheck(int? PortIndex, int? Port, string? Path, string Scheme);

/// <summary>A check by connecting.</summary>
public sealed record AppTcpCheck(int? PortIndex, int? Port);

/// <summary>A check by a command.</summary>
public sealed record ExecCheck(MesosCommand Command);

/// <summary>A command: a shell's text, or arguments.</summary>
public sealed record MesosCommand(string? Shell, IReadOnlyList<string>? Argv);

/// <summary>What must succeed before a deployment counts a new instance.</summary>
public sealed record ReadinessCheck
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>HTTP</c> or <c>HTTPS</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>The path asked for.</summary>
    public string Path { get; init; } = "";

    /// <summary>The name of the port.</summary>
    public string PortName { get; init; } = "";

    /// <summary>Between two checks.</summary>
    public int IntervalSeconds { get; init; }

    /// <summary>How long a check may take.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>What counts as ready.</summary>
    public IReadOnlyList<int> HttpStatusCodesForReady { get; init; } = [];

    /// <summary>Whether the last answer is shown.</summary>
    public bool PreserveLastResponse { get; init; }
}
