namespace Kernel.Marathon.Core;

/// <summary>What must hold of an app's container, volumes excepted.</summary>
internal static class ContainerRules
{
    /// <summary>Notes what is wrong with an app's container.</summary>
    internal static void Check(AppDefinition app, MarathonSettings settings, Violations violations)
    {
        if (app.Container is not { } container)
        {
            return;
        }

        if (container.Type == ContainerType.Docker)
        {
            CheckDocker(container, violations);
        }
        else
        {
            SecretRules.CheckPull(
                container.Docker?.PullConfig, app.Secrets, "/container/docker/pullConfig", settings, violations);
            CheckLinux(container.LinuxInfo, "/container/linuxInfo", violations);
        }
    }

    /// <summary>Notes what is wrong with seccomp and shared memory.</summary>
    internal static void CheckLinux(LinuxInfo? linux, string path, Violations violations)
    {
        if (linux?.Seccomp is { } seccomp)
        {
            violations.Demand(
                seccomp.ProfileName is null || !seccomp.Unconfined,
                $"{path}/seccomp",
                "Seccomp unconfined can NOT be true when Profile is defined");
            violations.Demand(
                seccomp.ProfileName is not null || seccomp.Unconfined,
                $"{path}/seccomp",
                "Seccomp unconfined must be true when Profile is NOT defined");
        }

        violations.Demand(
            linux?.IpcInfo is not { Mode: "SHARE_PARENT", ShmSize: not null },
            $"{path}/ipcInfo",
            "ipcInfo shmSize can NOT be set when mode is SHARE_PARENT");
    }

    private static void CheckDocker(Container container, Violations violations)
    {
        violations.Demand(container.Docker is not null, "/container/docker", "not defined");
        violations.Demand(
            container.Docker?.PullConfig is null,
            "/container/docker/pullConfig",
            "pullConfig is not supported with Docker containerizer");
        violations.Demand(container.LinuxInfo is null, "/container/linuxInfo", "must be empty");
    }
}
