namespace Kernel.Marathon.Core;

/// <summary>What must hold of the containers of a pod.</summary>
internal static class PodContainerRules
{
    /// <summary>Notes what is wrong with one container.</summary>
    internal static void Check(
        PodDefinition pod, PodContainer container, string path, MarathonSettings settings, Violations violations)
    {
        violations.Demand(
            container.Exec is not null
                || container.Image is not null, $"{path}/exec", "must not be empty unless an image is given");
        SecretRules.CheckPull(
            container.Image?.PullConfig, pod.Secrets, $"{path}/image/pullConfig", settings, violations);
        SecretRules.CheckEnv(container.Environment, pod.Secrets, $"{path}/environment", settings, violations);
        ContainerRules.CheckLinux(container.LinuxInfo, $"{path}/linuxInfo", violations);
        CheckResources(pod, container, path, settings, violations);
        CheckEndpoints(pod, container, path, violations);
        CheckChecks(container, path, violations);
        foreach (var mount in container.VolumeMounts ?? [])
        {
            violations.Demand(
                pod.Volumes?.Any(volume => volume.Name == mount.Name) == true,
                $"{path}/volumeMounts",
                $"{mount.Name} does not refer to an existing volume");
        }
    }

    /// <summary>Notes what is wrong with the containers together.</summary>
    internal static void CheckTogether(PodDefinition pod, Violations violations)
    {
        var endpoints = PodPorts.Of(pod);
        Unique(
            endpoints.Select(static endpoint => endpoint.Name), "endpoint names nust be unique across all containers");
        Unique(Some(endpoints.Select(static endpoint => endpoint.ContainerPort)),
            "container ports must be unique across all containers");
        Unique(Some(endpoints.Select(static endpoint => endpoint.HostPort)),
            "host ports must be unique across all containers");
        Unique(pod.Containers.Select(static container => container.Name), "container names must be unique");

        void Unique<T>(IEnumerable<T> values, string error)
        {
            var all = values.ToList();
            violations.Demand(all.Distinct().Count() == all.Count, "/", error);
        }

        static IEnumerable<int> Some(IEnumerable<int?> ports) => ports.OfType<int>().Where(static port => port != 0);
    }

    private static void CheckResources(
        PodDefinition pod, PodContainer container, string path, MarathonSettings settings, Violations violations)
    {
        violations.Demand(
            container.Resources.Gpus == 0
                || settings.Has("gpu_resources"), $"{path}/resources/gpus", Features.Off("gpu_resources"));
        AppRules.CheckLimit(
            container.ResourceLimits?.Cpus, container.Resources.Cpus, $"{path}/resourceLimits/cpus", violations);
        AppRules.CheckLimit(
            container.ResourceLimits?.Mem, container.Resources.Mem, $"{path}/resourceLimits/mem", violations);
        violations.Demand(
            container.ResourceLimits is null || pod.LegacySharedCgroups != true,
            $"{path}/resourceLimits",
            "resourceLimits cannot be defined if legacySharedCgroups is enabled");
    }

    private static void CheckEndpoints(PodDefinition pod, PodContainer container, string path, Violations violations)
    {
        var networks = pod.Networks.Count(static network => network.Mode == NetworkMode.Container);
        for (var i = 0; i < (container.Endpoints?.Count ?? 0); i++)
        {
            var endpoint = container.Endpoints![i];
            var at = $"{path}/endpoints({i})";
            violations.Demand(
                pod.UsesHostNetwork || endpoint.ContainerPort is not null,
                $"{at}/containerPort",
                "is required when using container-mode networking");
            violations.Demand(
                !pod.UsesHostNetwork || endpoint.ContainerPort is null, $"{at}/containerPort", "is not allowed when using host-mode networking");
            NetworkRules.CheckNames(endpoint.HostPort, endpoint.NetworkNames, pod.Networks, networks, at, violations);
        }
    }

    private static void CheckChecks(PodContainer container, string path, Violations violations)
    {
        var endpoints = (container.Endpoints ?? []).Select(static endpoint => endpoint.Name).ToHashSet();
        if (container.HealthCheck is { } health)
        {
            One(health.Http, health.Tcp, health.Exec, $"{path}/healthCheck");
        }

        if (container.Check is { } check)
        {
            One(check.Http, check.Tcp, check.Exec, $"{path}/check");
        }

        void One(EndpointHttp? http, EndpointTcp? tcp, ExecCheck? exec, string at)
        {
            var kinds = (http is null ? 0 : 1) + (tcp is null ? 0 : 1) + (exec is null ? 0 : 1);
            violations.Demand(kinds == 1, at, "must specify exactly one of http, tcp, exec");
            var endpoint = http?.Endpoint ?? tcp?.Endpoint;
            violations.Demand(
                endpoint is null || endpoints.Contains(endpoint),
                $"{at}/endpoint",
                $"{endpoint} is not one of the container's endpoints");
        }
    }
}
