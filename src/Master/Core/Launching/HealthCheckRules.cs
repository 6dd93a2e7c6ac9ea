using Mesos.V1;

namespace Kernel.Master.Core.Launching;

/// <summary>What a health check must be (mesos.md 4.5; Mesos: src/checks/health_checker.cpp).</summary>
internal static class HealthCheckRules
{
    /// <summary>Why a health check is not valid; null if it is, or if there is none.</summary>
    public static string? Refuse(HealthCheck? check) =>
        check is null ? null : LaunchRules.Named("Task uses invalid health check", RefuseKind(check) ?? RefuseTimes(check));

    /// <summary>
    /// The kind of a health check: clients older than the field say it by the member they set.
    /// </summary>
    public static HealthCheck.Types.Type? KindOf(HealthCheck check) =>
        check.HasType ? check.Type
        : check is { Command: not null, Http: null } ? HealthCheck.Types.Type.Command
        : check is { Command: null, Http: not null } ? HealthCheck.Types.Type.Http
        : null;

    private static string? RefuseKind(HealthCheck check) => KindOf(check) switch
    {
        null => "HealthCheck must specify 'type'",
        HealthCheck.Types.Type.Command => check.Command is null
            ? "Expecting 'command' to be set for COMMAND health check"
            : CheckRules.RefuseCommand(check.Command, "Health check's `CommandInfo`"),
        HealthCheck.Types.Type.Http => check.Http is null
            ? "Expecting 'http' to be set for HTTP health check"
            : RefuseScheme(check.Http) ?? CheckRules.RefusePath(check.Http.HasPath, check.Http.Path, "HTTP health check"),
        HealthCheck.Types.Type.Tcp => check.Tcp is null ? "Expecting 'tcp' to be set for TCP health check" : null,
        _ => "'UNKNOWN' is not a valid health check type",
    };

    private static string? RefuseScheme(HealthCheck.Types.HTTPCheckInfo http) =>
        http.HasScheme && http.Scheme is not ("http" or "https")
            ? $"Unsupported HTTP health check scheme: '{http.Scheme}'"
            : null;

    private static string? RefuseTimes(HealthCheck check) =>
        CheckRules.RefuseSeconds(check.DelaySeconds, "delay_seconds")
        ?? CheckRules.RefuseSeconds(check.GracePeriodSeconds, "grace_period_seconds")
        ?? CheckRules.RefuseSeconds(check.IntervalSeconds, "interval_seconds")
        ?? CheckRules.RefuseSeconds(check.TimeoutSeconds, "timeout_seconds");
}
