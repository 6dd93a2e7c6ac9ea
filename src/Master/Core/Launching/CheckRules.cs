using Mesos.V1;

namespace Kernel.Master.Core.Launching;

/// <summary>What a check must be (mesos.md 4.5; Mesos: src/checks/checks_types.cpp).</summary>
internal static class CheckRules
{
    /// <summary>Why a check is not valid; null if it is, or if there is none.</summary>
    public static string? Refuse(CheckInfo? check) =>
        check is null ? null : LaunchRules.Named("Task uses invalid check", RefuseKind(check) ?? RefuseTimes(check));

    private static string? RefuseKind(CheckInfo check)
    {
        if (!check.HasType)
        {
            return "CheckInfo must specify 'type'";
        }

        return check.Type switch
        {
            CheckInfo.Types.Type.Command => check.Command is null
                ? "Expecting 'command' to be set for COMMAND check"
                : RefuseCommand(check.Command.Command_, "Command check"),
            CheckInfo.Types.Type.Http => check.Http is null
                ? "Expecting 'http' to be set for HTTP check"
                : RefusePath(check.Http.HasPath, check.Http.Path, "HTTP check"),
            CheckInfo.Types.Type.Tcp => check.Tcp is null ? "Expecting 'tcp' to be set for TCP check" : null,
            _ => "'UNKNOWN' is not a valid check type",
        };
    }

    /// <summary>Why a command that checks is not valid.</summary>
    internal static string? RefuseCommand(CommandInfo command, string subject) => command.HasValue
        ? LaunchRules.Named($"{subject} specifies an invalid 'environment'", CommandRules.Refuse(command))
        : $"{subject} must contain 'shell command' or 'executable command'";

    /// <summary>Why a path that is asked is not valid.</summary>
    internal static string? RefusePath(bool isSet, string path, string subject) => isSet && !path.StartsWith('/')
        ? $"The path '{path}' of {subject} must start with '/'"
        : null;

    /// <summary>Why a number of seconds is not valid.</summary>
    internal static string? RefuseSeconds(double seconds, string field) =>
        seconds >= 0 ? null : $"Expecting '{field}' to be non-negative";

    private static string? RefuseTimes(CheckInfo check) =>
        RefuseSeconds(check.DelaySeconds, "delay_seconds")
        ?? RefuseSeconds(check.IntervalSeconds, "interval_seconds")
        ?? RefuseSeconds(check.TimeoutSeconds, "timeout_seconds");
}
