namespace Kernel.Marathon.Core;

/// <summary>What must hold of an app's volumes.</summary>
internal static class VolumeRules
{
    /// <summary>Notes what is wrong with an app's volumes.</summary>
    internal static void Check(AppDefinition app, MarathonSettings settings, Violations violations)
    {
        var volumes = app.Container?.Volumes ?? [];
        for (var i = 0; i < volumes.Count; i++)
        {
            CheckVolume(app, volumes[i], $"/container/volumes({i})", settings, violations);
        }

        ExternalVolumeRules.CheckTogether(app, violations);
    }

    private static void CheckVolume(
        AppDefinition app, AppVolume volume, string path, MarathonSettings settings, Violations violations)
    {
        if (volume.Persistent is { } persistent)
        {
            CheckPath(volume.ContainerPath, $"{path}/containerPath", violations);
            violations.Demand(volume.Mode == "RW", $"{path}/mode", "must be 'RW'");
            CheckPersistent(persistent, $"{path}/persistent", violations);
        }
        else if (volume.External is { } external)
        {
            violations.Demand(settings.Has("external_volumes"), path, Features.Off("external_volumes"));
            ExternalVolumeRules.Check(app, volume, external, path, violations);
        }
        else if (volume.Secret is { } secret)
        {
            violations.Demand(settings.Has("secrets"), path, Features.Off("secrets"));
            violations.Demand(
                app.Secrets?.ContainsKey(secret) == true, $"{path}/secret", "volume.secret must refer to an existing secret");
        }
        else
        {
            violations.Demand(volume.HostPath is not null, $"{path}/hostPath", "undefined");
            violations.Demand(volume.HostPath is null || volume.Mode is not null, $"{path}/mode", "undefined");
        }
    }

    /// <summary>Notes what is wrong with a persistent volume.</summary>
    internal static void CheckPersistent(PersistentInfo volume, string path, Violations violations)
    {
        var type = volume.Type ?? (volume.ProfileName is null ? "root" : "mount");
        violations.Demand(volume.Size > 0, $"{path}/size", "got 0, expected more than 0");
        violations.Demand(
            volume.MaxSize is null || type == "mount", $"{path}/maxSize", "Only mount volumes can have maxSize");
        violations.Demand(
            volume.MaxSize is null
                || volume.MaxSize > volume.Size, $"{path}/maxSize", "Max size must be larger than size");
        violations.Demand(
            volume.Constraints is not { Count: > 0 } || type != "root",
            $"{path}/constraints",
            "Constraints on root volumes are not supported");
        for (var i = 0; i < (volume.Constraints?.Count ?? 0); i++)
        {
            CheckDiskConstraint(volume.Constraints![i], $"{path}/constraints({i})", violations);
        }
    }

    /// <summary>Notes what is wrong with the place of a persistent volume in a container.</summary>
    internal static void CheckPath(string path, string at, Violations violations)
    {
        violations.Demand(!path.Contains('/', StringComparison.Ordinal), at, "value must not contain \"/\"");
        violations.Demand(path is not ("." or ".."), at, $"must not be '{path}'");
    }

    private static void CheckDiskConstraint(IReadOnlyList<string> constraint, string path, Violations violations)
    {
        violations.Demand(constraint[0] == "path", path, "Unsupported field");
        violations.Demand(
            constraint.Count == 3 && constraint[1] is "LIKE" or "UNLIKE", path, "Operator must be LIKE or UNLIKE");
        violations.Demand(
            constraint.Count < 3 || ConstraintRules.IsRegex(constraint[2]), path, "is not a valid regular expression");
    }
}
