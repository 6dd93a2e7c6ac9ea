using System.Globalization;
using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>
/// What must hold of a canonical app by itself (Marathon: AppValidation.scala, validateCanonicalAppAPI and
/// AppDefinition.scala).
/// </summary>
internal static partial class AppRules
{
    private const string ExecutorPattern = "^(//cmd)|(/?[^/]+(/[^/]+)*)|$";

    /// <summary>Notes what is wrong with an app, its id and its role excepted.</summary>
    internal static void Check(AppDefinition app, MarathonSettings settings, Violations violations)
    {
        CheckCommand(app, violations);
        SecretRules.Check(app, settings, violations);
        NetworkRules.Check(app, violations);
        ContainerRules.Check(app, settings, violations);
        VolumeRules.Check(app, settings, violations);
        HealthRules.Check(app, violations);
        ConstraintRules.Check(app.Constraints, violations);
        CheckResources(app, settings, violations);
        CheckScheduling(app, violations);
        ResidentRules.Check(app, violations);
    }

    /// <summary>A number as Marathon's messages write it: <c>256.0</c>.</summary>
    internal static string Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static void CheckCommand(AppDefinition app, Violations violations)
    {
        var command = app.Cmd is not null;
        var arguments = app.Args is { Count: > 0 };
        violations.Demand(
            !(command && arguments)
                && (command || arguments || app.Container is { Docker: not null } or { Type: ContainerType.Mesos }),
            "/",
            "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.");
        violations.Demand(
            WholeExecutorPattern().IsMatch(app.Executor),
            "/executor",
            $"must fully match regular expression '{ExecutorPattern}'");
        for (var i = 0; i < (app.Fetch?.Count ?? 0); i++)
        {
            violations.Demand(UriPattern().IsMatch(app.Fetch![i].Uri), $"/fetch({i})/uri", "URI has invalid syntax.");
        }
    }

    private static void CheckResources(AppDefinition app, MarathonSettings settings, Violations violations)
    {
        CheckLimit(app.ResourceLimits?.Cpus, app.Cpus, "/resourceLimits/cpus", violations);
        CheckLimit(app.ResourceLimits?.Mem, app.Mem, "/resourceLimits/mem", violations);
        if (app.Gpus > 0)
        {
            violations.Demand(settings.Has("gpu_resources"), "/gpus", Features.Off("gpu_resources"));
            violations.Demand(
                app.Container?.Type != ContainerType.Docker,
                "/",
                "GPU resources only work with the Mesos containerizer");
        }
    }

    /// <summary>A limit is not below the request.</summary>
    internal static void CheckLimit(double? limit, double request, string path, Violations violations) =>
        violations.Demand(
        limit is not { } value || value >= request,
        path,
        $"resource limit must be greater than or equal to requested resource ({Number(request)})");

    private static void CheckScheduling(AppDefinition app, Violations violations)
    {
        violations.Demand(
            app.AcceptedResourceRoles is null or { Count: > 0 }, "/acceptedResourceRoles", "must not be empty");
        CheckUnreachable(app.UnreachableStrategy, violations);
        if (!AppNormal.IsSingle(app))
        {
            return;
        }

        violations.Demand(app.Instances <= 1, "/instances", "Single instance app may only have one instance");
        CheckZero(app.UpgradeStrategy.MinimumHealthCapacity, "/upgradeStrategy/minimumHealthCapacity", violations);
        CheckZero(app.UpgradeStrategy.MaximumOverCapacity, "/upgradeStrategy/maximumOverCapacity", violations);
    }

    /// <summary>An unreachable instance is not forgotten before it is given up.</summary>
    internal static void CheckUnreachable(UnreachableStrategy strategy, Violations violations) => violations.Demand(
        strategy.InactiveAfterSeconds <= strategy.ExpungeAfterSeconds,
        "/unreachableStrategy/inactiveAfterSeconds",
        $"inactiveAfterSeconds ({strategy.InactiveAfterSeconds}) must be less or equal to expungeAfterSeconds, "
            + $"which is {strategy.ExpungeAfterSeconds}");

    /// <summary>A capacity must be 0.</summary>
    internal static void CheckZero(double value, string path, Violations violations) =>
        violations.Demand(value == 0, path, $"got {Number(value)}, expected 0.0");

    /// <summary>The original's pattern, applied to the whole text.</summary>
    [GeneratedRegex("^(?://cmd|/?[^/]+(?:/[^/]+)*|)$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeExecutorPattern();

    [GeneratedRegex(@"^(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|[^\x00-\x7f]|%[0-9A-Fa-f]{2})+$",
        RegexOptions.CultureInvariant)]
    private static partial Regex UriPattern();
}
