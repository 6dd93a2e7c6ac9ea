using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>The checks that a task's executor makes.</summary>
internal static class TaskChecks
{
    /// <summary>The first health check of an app that the executor makes; null if there is none.</summary>
    internal static V1.HealthCheck? Health(
        AppDefinition app, IReadOnlyList<AppPort> ports, IReadOnlyList<int?> hostPorts)
    {
        if (app.HealthChecks?.FirstOrDefault(static check => !check.IsOurs) is not { } check)
        {
            return null;
        }

        var message = new V1.HealthCheck
        {
            DelaySeconds = check.DelaySeconds,
            IntervalSeconds = check.IntervalSeconds,
            TimeoutSeconds = check.TimeoutSeconds,
            ConsecutiveFailures = (uint)check.MaxConsecutiveFailures,
            GracePeriodSeconds = check.GracePeriodSeconds,
        };
        var port = (uint)(check.Port ?? PortOf(check.PortIndex ?? 0, ports, hostPorts));
        var protocol = check.IpProtocol == "IPv6" ? NetworkInfo.Types.Protocol.Ipv6 : NetworkInfo.Types.Protocol.Ipv4;
        switch (check.Protocol)
        {
            case HealthProtocol.Command:
                message.Type = V1.HealthCheck.Types.Type.Command;
                message.Command = new() { Shell = true, Value = check.Command!.Value };
                break;
            case HealthProtocol.MesosTcp:
                message.Type = V1.HealthCheck.Types.Type.Tcp;
                message.Tcp = new() { Port = port, Protocol = protocol };
                break;
            default:
                message.Type = V1.HealthCheck.Types.Type.Http;
                message.Http = new()
                {
                    Port = port,
                    Protocol = protocol,
                    Scheme = check.Protocol == HealthProtocol.MesosHttps ? "https" : "http",
                    Path = check.Path ?? "/",
                };
                break;
        }

        return message;
    }

    /// <summary>An app's check whose result is only shown; null if there is none.</summary>
    internal static CheckInfo? Check(AppDefinition app, IReadOnlyList<AppPort> ports, IReadOnlyList<int?> hostPorts)
    {
        if (app.Check is not { } check)
        {
            return null;
        }

        var message = new CheckInfo
        {
            DelaySeconds = check.DelaySeconds,
            IntervalSeconds = check.IntervalSeconds,
            TimeoutSeconds = check.TimeoutSeconds,
        };
        if (check.Http is { } http)
        {
            message.Type = CheckInfo.Types.Type.Http;
            message.Http = new() { Port = (uint)(http.Port ?? PortOf(http.PortIndex ?? 0, ports, hostPorts)),
                Path = http.Path ?? "/" };
        }
        else if (check.Tcp is { } tcp)
        {
            message.Type = CheckInfo.Types.Type.Tcp;
            message.Tcp = new() { Port = (uint)(tcp.Port ?? PortOf(tcp.PortIndex ?? 0, ports, hostPorts)) };
        }
        else
        {
            message.Type = CheckInfo.Types.Type.Command;
            message.Command = new() { Command_ = Command(check.Exec!.Command) };
        }

        return message;
    }

    /// <summary>A command as Mesos takes it.</summary>
    internal static CommandInfo Command(MesosCommand command)
    {
        if (command.Shell is { } shell)
        {
            return new() { Shell = true, Value = shell };
        }

        var message = new CommandInfo { Shell = false, Value = command.Argv![0] };
        message.Arguments.AddRange(command.Argv);
        return message;
    }

    /// <summary>The port the executor sees: inside the container if there is one there, else on the agent.</summary>
    private static int PortOf(int index, IReadOnlyList<AppPort> ports, IReadOnlyList<int?> hostPorts) =>
        ports[index].ContainerPort is > 0 and var inside ? inside : hostPorts[index] ?? 0;
}
