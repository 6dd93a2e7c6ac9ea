using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>The checks that a pod's executor makes of a container.</summary>
internal static class PodChecks
{
    /// <summary>The health check; null if there is none.</summary>
    internal static V1.HealthCheck? Health(PodDefinition pod, PodContainer container, IReadOnlyList<int?> ports)
    {
        if (container.HealthCheck is not { } check)
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
        if (check.Http is { } http)
        {
            message.Type = V1.HealthCheck.Types.Type.Http;
            message.Http = new()
            {
                Port = PortOf(pod, container, http.Endpoint, ports),
                Path = http.Path ?? "/",
                Scheme = http.Scheme == "HTTPS" ? "https" : "http",
            };
        }
        else if (check.Tcp is { } tcp)
        {
            message.Type = V1.HealthCheck.Types.Type.Tcp;
            message.Tcp = new() { Port = PortOf(pod, container, tcp.Endpoint, ports) };
        }
        else
        {
            message.Type = V1.HealthCheck.Types.Type.Command;
            message.Command = TaskChecks.Command(check.Exec!.Command);
        }

        return message;
    }

    /// <summary>The check whose result is only shown; null if there is none.</summary>
    internal static CheckInfo? Check(PodDefinition pod, PodContainer container, IReadOnlyList<int?> ports)
    {
        if (container.Check is not { } check)
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
            message.Http = new() { Port = PortOf(pod, container, http.Endpoint, ports), Path = http.Path ?? "/" };
        }
        else if (check.Tcp is { } tcp)
        {
            message.Type = CheckInfo.Types.Type.Tcp;
            message.Tcp = new() { Port = PortOf(pod, container, tcp.Endpoint, ports) };
        }
        else
        {
            message.Type = CheckInfo.Types.Type.Command;
            message.Command = new() { Command_ = TaskChecks.Command(check.Exec!.Command) };
        }

        return message;
    }

    private static uint PortOf(PodDefinition pod, PodContainer container, string endpoint, IReadOnlyList<int?> ports)
    {
        var endpoints = container.Endpoints ?? [];
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (endpoints[i].Name == endpoint)
            {
                return (uint)((pod.UsesHostNetwork ? ports[i] : endpoints[i].ContainerPort ?? ports[i]) ?? 0);
            }
        }

        return 0;
    }
}
