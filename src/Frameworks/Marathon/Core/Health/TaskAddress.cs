namespace Kernel.Marathon.Core;

/// <summary>Where a task's ports are reached (Marathon: Task.scala, effectiveIpAddress).</summary>
public static class TaskAddress
{
    /// <summary>Where one of an app's ports is reached; null if that is not known yet.</summary>
    public static (string Host, int Port)? Of(AppDefinition app, Instance instance, int index)
    {
        var ports = AppPorts.Of(app);
        if (index >= ports.Count || instance.Agent is not { } agent)
        {
            return null;
        }

        if (ports[index].HostPort is not null)
        {
            var at = ports.Take(index).Count(static port => port.HostPort is not null);
            var assigned = instance.Tasks[0].HostPorts;
            return at < assigned.Length ? (agent.Host, assigned[at]) : null;
        }

        return Ip(instance.Tasks[0]) is { } ip ? (ip, ports[index].ContainerPort ?? 0) : null;
    }

    /// <summary>The first address that Mesos reported of a task's container.</summary>
    public static string? Ip(InstanceTask task) => task.Status?.ContainerStatus?.NetworkInfos
        .SelectMany(static network => network.IpAddresses)
        .Select(static address => address.IpAddress)
        .FirstOrDefault(static address => address.Length > 0);
}
