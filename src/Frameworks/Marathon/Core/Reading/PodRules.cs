namespace Kernel.Marathon.Core;

/// <summary>What must hold of a canonical pod by itself (Marathon: PodsValidation.scala).</summary>
internal static class PodRules
{
    /// <summary>Notes what is wrong with a pod, its id and its role excepted.</summary>
    internal static void Check(PodDefinition pod, MarathonSettings settings, Violations violations)
    {
        CheckSecrets(pod, settings, violations);
        NetworkRules.CheckNetworks(pod.Networks, violations);
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            PodContainerRules.Check(pod, pod.Containers[i], $"/containers({i})", settings, violations);
        }

        PodContainerRules.CheckTogether(pod, violations);
        CheckVolumes(pod, violations);
        CheckPlacement(pod, violations);
        CheckResident(pod, violations);
        violations.Demand(
            pod.LinuxInfo?.Seccomp is null,
            "/linuxInfo/seccomp",
            "Seccomp configuration on executor level is not supported");
        ContainerRules.CheckLinux(
            pod.LinuxInfo is null ? null : pod.LinuxInfo with { Seccomp = null }, "/linuxInfo", violations);
    }

    private static void CheckSecrets(PodDefinition pod, MarathonSettings settings, Violations violations)
    {
        if (pod.Secrets is { Count: > 0 })
        {
            violations.Demand(settings.Has("secrets"), "/secrets", Features.Off("secrets"));
        }

        SecretRules.CheckEnv(pod.Environment, pod.Secrets, "/environment", settings, violations);
    }

    private static void CheckVolumes(PodDefinition pod, Violations violations)
    {
        var volumes = pod.Volumes ?? [];
        violations.Demand(
            volumes.DistinctBy(static volume => volume.Name).Count() == volumes.Count,
            "/volumes",
            "volume names must be unique");
        for (var i = 0; i < volumes.Count; i++)
        {
            var volume = volumes[i];
            violations.Demand(
                pod.Containers.Any(
                    container => container.VolumeMounts?.Any(mount => mount.Name == volume.Name) == true),
                $"/volumes({i})",
                $"volume {volume.Name} is not referenced by at least one container");
            violations.Demand(
                volume.Secret is null || pod.Secrets?.ContainsKey(volume.Secret) == true,
                $"/volumes({i})/secret",
                "volume.secret must refer to an existing secret");
            if (volume.Persistent is { } persistent)
            {
                VolumeRules.CheckPersistent(persistent, $"/volumes({i})/persistent", violations);
            }
        }
    }

    private static void CheckPlacement(PodDefinition pod, Violations violations)
    {
        for (var i = 0; i < pod.Placement.Count; i++)
        {
            ConstraintRules.Check(pod.Placement[i], $"/scheduling/placement/constraints({i})", violations);
        }

        violations.Demand(
            pod.IsResident || (pod.ResourceRoles ?? []).All(role => role == "*" || role == pod.Role),
            "/acceptedResourceRoles",
            $"acceptedResourceRoles can only contain * and {pod.Role}");
        AppRules.CheckUnreachable(pod.Unreachable, violations);
    }

    private static void CheckResident(PodDefinition pod, Violations violations)
    {
        if (!pod.IsResident)
        {
            return;
        }

        violations.Demand(pod.Role != "*", "/role", "Resident pods cannot have the role *");
        violations.Demand(
            pod.ResourceRoles is null || pod.ResourceRoles.SequenceEqual(["*"]),
            "/acceptedResourceRoles",
            "A resident pod must have `acceptedResourceRoles = [\"*\"]`.");
        violations.Demand(
            !pod.Unreachable.Enabled,
            "/unreachableStrategy",
            "unreachableStrategy must be disabled for pods with persistent volumes");
        AppRules.CheckZero(pod.Upgrade.MaximumOverCapacity, "/upgrade/maximumOverCapacity", violations);
    }
}
