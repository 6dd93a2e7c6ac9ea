namespace Kernel.Marathon.Core;

/// <summary>The endpoints of pods.</summary>
public static class PodPorts
{
    /// <summary>A pod's endpoints in order, with host port 0 where host networking implies one.</summary>
    public static IReadOnlyList<Endpoint> Of(PodDefinition pod) =>
    [
        .. pod.Containers.SelectMany(static container => container.Endpoints ?? [])
            .Select(endpoint => pod.UsesHostNetwork ? endpoint with { HostPort = endpoint.HostPort ?? 0 } : endpoint),
    ];
}
