using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>
/// What must hold of volumes of storage providers (Marathon: DVDIProviderValidations.scala,
/// CSIProviderValidations.scala).
/// </summary>
internal static partial class ExternalVolumeRules
{
    /// <summary>Notes what is wrong with one volume.</summary>
    internal static void Check(
        AppDefinition app, AppVolume volume, JsonObject external, string path, Violations violations)
    {
        violations.Demand(volume.Mode is not null, $"{path}/mode", "undefined");
        switch (Text(external, "provider"))
        {
            case "dvdi":
                CheckDvdi(app, volume, external, path, violations);
                break;
            case "csi":
                CheckCsi(app, volume, external, path, violations);
                break;
            case null:
                violations.Add($"{path}/external/provider", "not defined");
                break;
            default:
                violations.Add($"{path}/external/provider", "is unknown provider");
                break;
        }
    }

    /// <summary>Notes what is wrong with an app's external volumes together.</summary>
    internal static void CheckTogether(AppDefinition app, Violations violations)
    {
        var names = Names(app).ToList();
        violations.Demand(
            names.Distinct().Count() == names.Count, "/container/volumes", "Volume names must be unique");
        var dvdi = (app.Container?.Volumes ?? [])
            .Any(static volume => Text(volume.External, "provider") == "dvdi"
                && Flag(volume.External, "shared") != true);
        if (dvdi)
        {
            violations.Demand(app.Instances <= 1, "/instances", $"got {app.Instances}, expected 1 or less");
            AppRules.CheckZero(
                app.UpgradeStrategy.MaximumOverCapacity, "/upgradeStrategy/maximumOverCapacity", violations);
        }
    }

    /// <summary>The names of the external volumes of an app that no other app may use.</summary>
    internal static IEnumerable<string> Names(AppDefinition app) => (app.Container?.Volumes ?? [])
        .Where(static volume => volume.External is not null && !IsShareable(volume.External))
        .Select(static volume => Text(volume.External, "name") ?? "");

    private static bool IsShareable(JsonObject external) =>
        Flag(external, "shared") == true
            || AccessMode(external)?.StartsWith("MULTI_NODE", StringComparison.Ordinal) == true;

    private static void CheckDvdi(
        AppDefinition app, AppVolume volume, JsonObject external, string path, Violations violations)
    {
        violations.Demand(Text(external, "name") is { Length: > 0 }, $"{path}/external/name", "not defined");
        var options = external["options"] as JsonObject;
        violations.Demand(
            Text(options, "dvdi/driver") is { Length: > 0 }, $"{path}/external/options/\"dvdi/driver\"", "not defined");
        foreach (var (name, value) in options ?? [])
        {
            var text = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
            violations.Demand(
                name is not ("dvdi/iops" or "dvdi/size") || PositivePattern().IsMatch(text),
                $"{path}/external/options/\"{name}\"",
                "must fully match regular expression '^[1-9][0-9]*$'");
        }

        var isDocker = app.Container!.Type == ContainerType.Docker;
        violations.Demand(!isDocker || external["size"] is null, $"{path}/external/size", "must be undefined");
        violations.Demand(
            isDocker || !DotPath().IsMatch(volume.ContainerPath), $"{path}/containerPath", "must not be a relative dotted path");
    }

    private static void CheckCsi(
        AppDefinition app, AppVolume volume, JsonObject external, string path, Violations violations)
    {
        violations.Demand(app.Container!.Type == ContainerType.Mesos, path,
            "CSI volumes are only supported by the Mesos containerizer");
        var options = external["options"] as JsonObject;
        violations.Demand(
            Text(options,
                "pluginName") is { Length: > 0 }, $"{path}/external/options/pluginName", "error.path.missing");
        var mode = AccessMode(external);
        violations.Demand(mode is not null, $"{path}/external/options/capability/accessMode", "error.path.missing");
        var isReadOnly = mode?.EndsWith("READER_ONLY", StringComparison.Ordinal) == true;
        violations.Demand(
            !isReadOnly || volume.Mode == "RO",
            $"{path}/volume",
            "CSI volume must be mounted readonly with a read-only access mode");
        if (mode is "SINGLE_NODE_WRITER" or "SINGLE_NODE_READER_ONLY")
        {
            violations.Demand(
                app.Instances <= 1,
                "/instances",
                $"got {app.Instances}, expected 1 or less while non-shareable CSI volumes are defined");
        }

        violations.Demand(
            mode != "MULTI_NODE_SINGLE_WRITER" || volume.Mode == "RO" || app.Instances <= 1,
            "/instances",
            $"got {app.Instances}, expected 1 or less while a multi-node single-writer volume is defined mounted as read/write");
    }

    private static string? AccessMode(JsonObject external) =>
        Text(external["options"]?["capability"] as JsonObject, "accessMode");

    private static string? Text(JsonObject? node, string name) =>
        node?[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool? Flag(JsonObject? node, string name) =>
        node?[name] is { } value
            && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node[name]!.GetValue<bool>() : null;

    [GeneratedRegex("^[1-9][0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PositivePattern();

    [GeneratedRegex(@"^\.{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex DotPath();
}
