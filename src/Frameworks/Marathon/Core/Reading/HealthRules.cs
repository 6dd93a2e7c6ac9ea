namespace Kernel.Marathon.Core;

/// <summary>What must hold of an app's checks.</summary>
internal static class HealthRules
{
    /// <summary>Notes what is wrong with an app's health, readiness and other checks.</summary>
    internal static void Check(AppDefinition app, Violations violations)
    {
        var checks = app.HealthChecks ?? [];
        for (var i = 0; i < checks.Count; i++)
        {
            CheckHealth(app, checks[i], $"/healthChecks({i})", violations);
        }

        violations.Demand(
            checks.Count(static check => !check.IsOurs) <= 1,
            "/",
            "AppDefinition can contain at most one Mesos health check");
        CheckCheck(app, violations);
        CheckReadiness(app, violations);
    }

    private static void CheckHealth(AppDefinition app, HealthCheck check, string path, Violations violations)
    {
        if (check.Protocol == HealthProtocol.Command)
        {
            violations.Demand(check.Command is { Value.Length: > 0 }, $"{path}/command", "must not be empty");
            return;
        }

        violations.Demand(check.Command is null, $"{path}/command", "must be empty");
        CheckIndex(app, check.PortIndex, check.Port, path, violations);
        violations.Demand(
            check.IpProtocol == "IPv4" || (app.Container?.Type == ContainerType.Docker && !check.IsOurs),
            path,
            "IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health checks");
    }

    private static void CheckIndex(AppDefinition app, int? index, int? port, string path, Violations violations)
    {
        violations.Demand(
            index is null || port is null, path, "Health check must specify either a port or a portIndex, not both");
        violations.Demand(
            index is { } i ? i < AppPorts.Count(app) : port is not null,
            path,
            "Health check port indices must address an element of the ports array or container port mappings.");
    }

    private static void CheckCheck(AppDefinition app, Violations violations)
    {
        if (app.Check is not { } check)
        {
            return;
        }

        var kinds = (check.Http is null ? 0 : 1) + (check.Tcp is null ? 0 : 1) + (check.Exec is null ? 0 : 1);
        violations.Demand(kinds == 1, "/check", "must specify exactly one of http, tcp, exec");
        violations.Demand(
            app.Container?.Type != ContainerType.Docker, "/", "AppDefinition must not use 'checks' if using docker");
        if (check.Http is { } http)
        {
            CheckIndex(app, http.PortIndex ?? (http.Port is null ? 0 : null), http.Port, "/check/http", violations);
        }
        else if (check.Tcp is { } tcp)
        {
            CheckIndex(app, tcp.PortIndex ?? (tcp.Port is null ? 0 : null), tcp.Port, "/check/tcp", violations);
        }
    }

    private static void CheckReadiness(AppDefinition app, Violations violations)
    {
        var checks = app.ReadinessChecks ?? [];
        violations.Demand(checks.Count <= 1, "/readinessChecks", $"got {checks.Count}, expected 1 or less");
        for (var i = 0; i < checks.Count; i++)
        {
            var check = checks[i];
            violations.Demand(
                check.TimeoutSeconds < check.IntervalSeconds,
                $"/readinessChecks({i})/timeoutSeconds",
                $"got {check.TimeoutSeconds}, expected less than the interval of {check.IntervalSeconds}");
            violations.Demand(
                AppPorts.Of(app).Any(port => port.Name == check.PortName),
                $"/readinessChecks({i})/portName",
                $"No port definition reference for portName {check.PortName}");
        }
    }
}
