using System.Globalization;
using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Makes the executor and the task group of a pod's instance (Marathon: TaskGroupBuilder.scala).</summary>
internal static class PodTasks
{
    /// <summary>Makes the operation that launches an instance.</summary>
    internal static V1.Offer.Types.Operation Build(
        PodDefinition pod,
        Instance instance,
        V1.Offer offer,
        OfferMatch match,
        MarathonSettings settings,
        string? frameworkId)
    {
        var pool = new ResourceShares(match.Resources);
        var executor = Executor(pod, instance, match, pool, settings, frameworkId);
        var group = new TaskGroupInfo();
        var first = 0;
        foreach (var (container, task) in pod.Containers.Zip(instance.Tasks))
        {
            var count = container.Endpoints?.Count ?? 0;
            var ports = match.HostPorts.Skip(first).Take(count).ToList();
            group.Tasks.Add(PodTask.Build(pod, container, task, offer, ports, pool, instance.Id.ExecutorId, settings));
            first += count;
        }

        return new()
        {
            Type = V1.Offer.Types.Operation.Types.Type.LaunchGroup,
            LaunchGroup = new() { Executor = executor, TaskGroup = group },
        };
    }

    private static ExecutorInfo Executor(
        PodDefinition pod,
        Instance instance,
        OfferMatch match,
        ResourceShares pool,
        MarathonSettings settings,
        string? frameworkId)
    {
        var own = pod.ExecutorResources;
        var executor = new ExecutorInfo
        {
            Type = ExecutorInfo.Types.Type.Default,
            ExecutorId = new() { Value = instance.Id.ExecutorId },
            FrameworkId = new() { Value = frameworkId ?? "" },
            Labels = AppTask.ToLabels(pod.Labels),
            Container = new()
            {
                Type = ContainerInfo.Types.Type.Mesos,
                LinuxInfo = ContainerBuilder.Linux(pod.LinuxInfo),
            },
        };
        (executor.Container.LinuxInfo ??= new()).ShareCgroups = pod.LegacySharedCgroups ?? false;
        executor.Container.NetworkInfos.AddRange(pod.Networks.Where(static network => network.Mode != NetworkMode.Host)
            .Select(network => ContainerBuilder.NetworkOf(network, Mapped(pod, match, network), settings)));
        executor.Resources.AddRange(pool.Take(new(own.Cpus, own.Mem, own.Disk, 0)));
        executor.Resources.AddRange(match.PortResources);
        executor.Resources.AddRange(match.Volumes);
        return executor;
    }

    private static IEnumerable<(uint Host, uint Inside, string Protocol)> Mapped(
        PodDefinition pod, OfferMatch match, Network network)
    {
        var endpoints = PodPorts.Of(pod);
        for (var i = 0; i < endpoints.Count; i++)
        {
            var names = endpoints[i].NetworkNames;
            if (match.HostPorts[i] is { } port && (names is not { Count: > 0 } || names.Contains(network.Name ?? "")))
            {
                foreach (var protocol in endpoints[i].Protocol ?? ["tcp"])
                {
                    yield return ((uint)port, (uint)(endpoints[i].ContainerPort ?? port), protocol);
                }
            }
        }
    }
}

/// <summary>Deals what was taken of an offer out to an executor and its tasks.</summary>
internal sealed class ResourceShares(IReadOnlyList<V1.Resource> resources)
{
    private readonly List<V1.Resource> rest = [.. resources.Select(static resource => resource.Clone())];

    /// <summary>Takes a share.</summary>
    internal IEnumerable<V1.Resource> Take(Needs needs)
    {
        var taken = new List<V1.Resource>();
        Take("cpus", needs.Cpus, taken);
        Take("mem", needs.Mem, taken);
        Take("disk", needs.Disk, taken);
        Take("gpus", needs.Gpus, taken);
        return taken;
    }

    private void Take(string name, double amount, List<V1.Resource> taken)
    {
        var missing = Kernel.Model.Resource.ToThousandths(amount);
        foreach (var resource in rest.Where(resource => resource.Name == name))
        {
            var had = Kernel.Model.Resource.ToThousandths(resource.Scalar.Value);
            var part = Math.Min(had, missing);
            if (part > 0)
            {
                var share = resource.Clone();
                share.Scalar.Value = part / 1000.0;
                taken.Add(share);
                resource.Scalar.Value = (had - part) / 1000.0;
                missing -= part;
            }
        }
    }
}
