using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>What a check found; nothing of it is known if it could not be made, or took too long.</summary>
public sealed record CheckOutcome
{
    /// <summary>Nothing is known.</summary>
    public static readonly CheckOutcome Unknown = new();

    /// <summary>The exit status of the command.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The status of the HTTP answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Whether the TCP connect succeeded.</summary>
    public bool? IsConnected { get; init; }

    /// <summary>What went wrong, for the log; empty if nothing did.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Whether it says that a task is healthy.</summary>
    public bool IsHealthy => ExitCode == 0 || StatusCode is >= 200 and < 400 || IsConnected == true;

    /// <summary>The outcome as schedulers are told of it.</summary>
    public V1.CheckStatusInfo ToMessage(CheckKind kind) => kind switch
    {
        CheckKind.Command => new() { Type = V1.CheckInfo.Types.Type.Command, Command = CommandMessage() },
        CheckKind.Http => new() { Type = V1.CheckInfo.Types.Type.Http, Http = HttpMessage() },
        _ => new() { Type = V1.CheckInfo.Types.Type.Tcp, Tcp = TcpMessage() },
    };

    private V1.CheckStatusInfo.Types.Command CommandMessage() =>
        ExitCode is { } code ? new() { ExitCode = code } : new();

    private V1.CheckStatusInfo.Types.Http HttpMessage() =>
        StatusCode is { } code ? new() { StatusCode = (uint)code } : new();

    private V1.CheckStatusInfo.Types.Tcp TcpMessage() =>
        IsConnected is { } connected ? new() { Succeeded = connected } : new();
}
