using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Makes the task of an app's instance (Marathon: TaskBuilder.scala).</summary>
internal static class AppTask
{
    /// <summary>Makes the task.</summary>
    internal static TaskInfo Build(
        AppDefinition app, InstanceTask task, V1.Offer offer, OfferMatch match, MarathonSettings settings)
    {
        var ports = AppPorts.Of(app);
        var info = new TaskInfo
        {
            Name = app.Id.HostName,
            TaskId = new() { Value = task.Id.Value },
            AgentId = offer.AgentId,
            Discovery = Discovery.Of(app, ports, match.HostPorts),
            Labels = ToLabels(app.Labels),
        };
        info.Resources.AddRange(match.Resources);
        info.Resources.AddRange(match.PortResources);
        info.Resources.AddRange(match.Volumes);
        AddCommand(info, app, Command(app, task, offer, match, settings),
            ContainerBuilder.Build(app, task.Id.Value, match.HostPorts, settings), settings);
        info.HealthCheck = TaskChecks.Health(app, ports, match.HostPorts);
        info.Check = TaskChecks.Check(app, ports, match.HostPorts);
        if (app.TaskKillGracePeriodSeconds is { } seconds)
        {
            info.KillPolicy = new() { GracePeriod = new() { Nanoseconds = seconds * 1_000_000_000L } };
        }

        AddLimits(info.Limits, app.ResourceLimits);
        return info;
    }

    /// <summary>Labels as a message; null if there are none.</summary>
    internal static Labels? ToLabels(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is not { Count: > 0 })
        {
            return null;
        }

        var message = new Labels();
        message.Labels_.AddRange(labels.Select(static label => new Label { Key = label.Key, Value = label.Value }));
        return message;
    }

    /// <summary>How much a task may use beyond its request.</summary>
    internal static void AddLimits(IDictionary<string, V1.Value.Types.Scalar> limits, ResourceLimits? definition)
    {
        if (definition?.Cpus is { } cpus)
        {
            limits["cpus"] = new() { Value = cpus };
        }

        if (definition?.Mem is { } mem)
        {
            limits["mem"] = new() { Value = mem };
        }
    }

    /// <summary>What is fetched into a sandbox.</summary>
    internal static IEnumerable<CommandInfo.Types.URI> Uris(IReadOnlyList<Artifact>? artifacts) =>
        (artifacts ?? []).Select(static artifact =>
        {
            var uri = new CommandInfo.Types.URI
            {
                Value = artifact.Uri,
                Extract = artifact.Extract,
                Executable = artifact.Executable,
                Cache = artifact.Cache,
            };
            if (artifact.DestPath is { } path)
            {
                uri.OutputFile = path;
            }

            return uri;
        });

    private static CommandInfo Command(
        AppDefinition app, InstanceTask task, V1.Offer offer, OfferMatch match, MarathonSettings settings)
    {
        var command = new CommandInfo
        {
            Environment = TaskEnvironment.OfApp(
                app, offer.Hostname, task.Id.Value, match.HostPorts, settings.EnvVarsPrefix),
        };
        command.Uris.AddRange(Uris(app.Fetch));
        if ((app.User ?? settings.User) is { } user)
        {
            command.User = user;
        }

        if (app.Cmd is { } cmd)
        {
            command.Shell = true;
            command.Value = cmd;
            return command;
        }

        command.Shell = false;
        command.Arguments.AddRange(app.Args ?? []);
        if (app.Args is { Count: > 0 } args && app.Container is null)
        {
            command.Value = args[0];
        }

        return command;
    }

    private static void AddCommand(
        TaskInfo info, AppDefinition app, CommandInfo command, ContainerInfo? container, MarathonSettings settings)
    {
        var executor = app.Executor.Length > 0 ? app.Executor : settings.Executor;
        if (executor is "" or "//cmd")
        {
            info.Command = command;
            info.Container = container;
            return;
        }

        var what = app.Cmd ?? string.Join(' ', app.Args ?? []);
        var path = executor.Replace("'", "'\\''", StringComparison.Ordinal);
        command.Shell = true;
        command.Value = $"chmod ug+rx '{path}' && exec '{path}' {what}".TrimEnd();
        command.Arguments.Clear();
        info.Executor = new() { ExecutorId = new() { Value = $"marathon-{info.TaskId.Value}" }, Command = command,
            Container = container };
        if (app.ExecutorResources is { } resources)
        {
            info.Executor.Resources.AddRange(
                [Scalar("cpus", resources.Cpus), Scalar("mem", resources.Mem), Scalar("disk", resources.Disk)]);
        }
    }

    private static V1.Resource Scalar(string name, double value) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = value },
    };
}
