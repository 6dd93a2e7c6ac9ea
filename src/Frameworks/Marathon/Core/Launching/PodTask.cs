using System.Globalization;
using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Makes the task of one container of a pod.</summary>
internal static class PodTask
{
    /// <summary>Makes the task.</summary>
    internal static TaskInfo Build(
        PodDefinition pod,
        PodContainer container,
        InstanceTask task,
        V1.Offer offer,
        IReadOnlyList<int?> ports,
        ResourceShares pool,
        string executorId,
        MarathonSettings settings)
    {
        var info = new TaskInfo
        {
            Name = container.Name,
            TaskId = new() { Value = task.Id.Value },
            AgentId = offer.AgentId,
            Command = Command(pod, container, settings),
            Container = ContainerOf(pod, container),
            Labels = AppTask.ToLabels(container.Labels),
            Discovery = DiscoveryOf(pod, container, ports),
        };
        info.Command.Environment = Environment(pod, container, task, offer, ports, executorId, settings);
        info.Resources.AddRange(pool.Take(container.Resources.AsNeeds()));
        info.HealthCheck = PodChecks.Health(pod, container, ports);
        info.Check = PodChecks.Check(pod, container, ports);
        AppTask.AddLimits(info.Limits, container.ResourceLimits);
        if (container.Lifecycle?.KillGracePeriodSeconds is { } seconds)
        {
            info.KillPolicy = new() { GracePeriod = new() { Nanoseconds = (long)(seconds * 1e9) } };
        }

        return info;
    }

    private static CommandInfo Command(PodDefinition pod, PodContainer container, MarathonSettings settings)
    {
        var command = new CommandInfo { Shell = false };
        if (container.Exec?.Command.Shell is { } shell)
        {
            command.Shell = true;
            command.Value = shell;
        }
        else if (container.Exec?.Command.Argv is { } argv)
        {
            command.Arguments.AddRange(argv);
            if (container.Exec.OverrideEntrypoint == true || container.Image is null)
            {
                command.Value = argv[0];
            }
        }

        command.Uris.AddRange(AppTask.Uris(container.Artifacts));
        if ((container.User ?? pod.User ?? settings.User) is { } user)
        {
            command.User = user;
        }

        return command;
    }

    private static ContainerInfo ContainerOf(PodDefinition pod, PodContainer container)
    {
        var info = new ContainerInfo
        {
            Type = ContainerInfo.Types.Type.Mesos,
            LinuxInfo = ContainerBuilder.Linux(container.LinuxInfo),
        };
        if (container.Image is { } image)
        {
            info.Mesos = new() { Image = ContainerBuilder.Image(image.Id, image.ForcePull ?? false, image.PullConfig) };
        }

        if ((container.Tty ?? false))
        {
            info.TtyInfo = new();
        }

        info.Volumes.AddRange((container.VolumeMounts ?? []).Select(mount => VolumeOf(pod, mount)));
        return info;
    }

    private static Volume VolumeOf(PodDefinition pod, VolumeMount mount)
    {
        var volume = pod.Volumes!.First(volume => volume.Name == mount.Name);
        var mode = mount.ReadOnly ? Volume.Types.Mode.Ro : Volume.Types.Mode.Rw;
        if (volume.Secret is { } secret)
        {
            return VolumeBuilder.Secret(mount.MountPath, secret);
        }

        return volume.Host is { } path
            ? new() { ContainerPath = mount.MountPath, HostPath = path, Mode = mode }
            : new()
            {
                ContainerPath = mount.MountPath,
                Mode = mode,
                Source = new()
                {
                    Type = Volume.Types.Source.Types.Type.SandboxPath,
                    SandboxPath = new()
                    {
                        Type = Volume.Types.Source.Types.SandboxPath.Types.Type.Parent,
                        Path = volume.Persistent is null ? $"volumes/{volume.Name}" : volume.Name,
                    },
                },
            };
    }

    /// <summary>Unlike with apps, what Marathon says here comes last and so wins.</summary>
    private static V1.Environment Environment(
        PodDefinition pod,
        PodContainer container,
        InstanceTask task,
        V1.Offer offer,
        IReadOnlyList<int?> ports,
        string executorId,
        MarathonSettings settings)
    {
        var variables = new OrderedDictionary<string, string>();
        TaskEnvironment.AddUser(variables, pod.Environment);
        TaskEnvironment.AddUser(variables, container.Environment);
        variables["HOST"] = offer.Hostname;
        variables["MESOS_TASK_ID"] = task.Id.Value;
        variables["MESOS_EXECUTOR_ID"] = executorId;
        variables["MARATHON_APP_ID"] = pod.Id.Value;
        variables["MARATHON_APP_VERSION"] = pod.Version.ToString();
        variables["MARATHON_CONTAINER_ID"] = container.Name;
        TaskEnvironment.AddResources(variables, "MARATHON_CONTAINER_RESOURCE_", container.Resources.AsNeeds());
        variables["MARATHON_APP_ENFORCE_GROUP_ROLE"] = pod.RoleEnforced ? "TRUE" : "FALSE";
        TaskEnvironment.AddLabels(variables, Merged(pod.Labels, container.Labels));
        AddEndpoints(variables, pod, container, ports, settings.EnvVarsPrefix);
        return TaskEnvironment.Message(variables);
    }

    private static void AddEndpoints(
        OrderedDictionary<string,
        string> variables,
        PodDefinition pod,
        PodContainer container,
        IReadOnlyList<int?> ports,
        string prefix)
    {
        var endpoints = container.Endpoints ?? [];
        for (var i = 0; i < endpoints.Count; i++)
        {
            var name = TaskEnvironment.Sanitized(endpoints[i].Name);
            var inside = endpoints[i].ContainerPort ?? ports[i];
            Set($"{prefix}ENDPOINT_{name}", pod.UsesHostNetwork ? ports[i] : inside);
            Set($"{prefix}EP_HOST_{name}", ports[i]);
            Set($"{prefix}EP_CONTAINER_{name}", inside);
        }

        void Set(string name, int? port)
        {
            if (port is { } number)
            {
                variables[name] = number.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static DiscoveryInfo DiscoveryOf(PodDefinition pod, PodContainer container, IReadOnlyList<int?> ports)
    {
        var info = new DiscoveryInfo
        {
            Visibility = DiscoveryInfo.Types.Visibility.Framework,
            Name = pod.Id.HostName,
            Ports = new(),
        };
        var endpoints = container.Endpoints ?? [];
        for (var i = 0; i < endpoints.Count; i++)
        {
            var number = ports[i] ?? endpoints[i].ContainerPort ?? 0;
            var scope = ports[i] is null ? "container" : "host";
            foreach (var protocol in endpoints[i].Protocol ?? ["tcp"])
            {
                info.Ports.Ports_.Add(pod.UsesHostNetwork
                    ? Discovery.Entry(number, endpoints[i].Name, protocol, endpoints[i].Labels)
                    : Discovery.Entry(
                        number, endpoints[i].Name, protocol, endpoints[i].Labels, ("network-scope", scope)));
            }
        }

        return info;
    }

    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string>? pod, IReadOnlyDictionary<string, string>? container)
    {
        var merged = new Dictionary<string, string>(pod ?? new Dictionary<string, string>());
        foreach (var (key, value) in container ?? new Dictionary<string, string>())
        {
            merged[key] = value;
        }

        return merged;
    }
}
