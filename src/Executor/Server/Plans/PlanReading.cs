using Kernel.Containers;
using Kernel.Containers.Processes;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Server;

/// <summary>Turns the plan of a container, as the agent gives it, into what a containerizer is told.</summary>
internal static class PlanReading
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>The plan for a container.</summary>
    /// <exception cref="LaunchFailedException">It cannot be carried out.</exception>
    public static LaunchPlan Read(Wire.ContainerPlan plan)
    {
        var isImage = plan.Container is { Type: V1.ContainerInfo.Types.Type.Docker } or { Mesos.Image: not null };
        var (program, arguments) = isImage ? ("", []) : CommandOf(plan.Command);
        return new()
        {
            ContainerId = plan.ContainerId,
            Program = program,
            Arguments = arguments,
            Image = isImage ? new(plan.Container, plan.Command) : null,
            Environment = Environment(plan, plan.ContainerId, null),
            Directory = plan.Directory,
            StandardInput = plan.HasInput ? Path.Combine(OutputOf(plan), ".stdin") : "/dev/null",
            StandardOutput = Path.Combine(OutputOf(plan), "stdout"),
            StandardError = Path.Combine(OutputOf(plan), "stderr"),
            User = plan.User,
            ResourceLimits = [.. (plan.Container?.RlimitInfo?.Rlimits ?? []).Select(ResourceLimitReading.Read)],
            Share = ShareOf(plan),
        };
    }

    /// <summary>
    /// The plan for a command of a check, which runs beside its task: as its user, in its environment and sandbox.
    /// </summary>
    /// <exception cref="LaunchFailedException">It cannot be carried out.</exception>
    public static LaunchPlan Beside(Wire.ContainerPlan plan, V1.CommandInfo? command, string containerId)
    {
        var (program, arguments) = CommandOf(command);
        return new()
        {
            ContainerId = containerId,
            Program = program,
            Arguments = arguments,
            Environment = Environment(plan, containerId, command?.Environment),
            Directory = plan.Directory,
            StandardOutput = Path.Combine(plan.Directory, "stdout"),
            StandardError = Path.Combine(plan.Directory, "stderr"),
            User = command is { HasUser: true } ? command.User : plan.User,
        };
    }

    private static string OutputOf(Wire.ContainerPlan plan) =>
        plan.OutputDirectory.Length > 0 ? plan.OutputDirectory : plan.Directory;

    /// <summary>The program of a command, and its arguments from its own name on.</summary>
    private static (string Program, IReadOnlyList<string> Arguments) CommandOf(V1.CommandInfo? command)
    {
        if (command is null || command.Value.Length == 0)
        {
            throw new LaunchFailedException("The task has no command");
        }

        if (command.Value.Contains('\0', StringComparison.Ordinal)
            || command.Arguments.Any(static text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw new LaunchFailedException("The command holds a null character");
        }

        if (command.Shell)
        {
            return ("/bin/sh", ["sh", "-c", command.Value]);
        }

        return (command.Value, command.Arguments.Count > 0 ? command.Arguments : [command.Value]);
    }

    private static string[] Environment(Wire.ContainerPlan plan, string container, V1.Environment? more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in plan.Environment)
        {
            variables[variable.Name] = variable.Value;
        }

        foreach (var variable in more?.Variables ?? [])
        {
            variables[variable.Name] = variable.Value;
        }

        variables[ProcessContainerizer.ContainerVariable] = container;
        return [.. variables.Select(
            static variable => $"{variable.Key}={variable.Value}".Replace("\0", "", StringComparison.Ordinal))];
    }

    private static ContainerShare ShareOf(Wire.ContainerPlan plan)
    {
        var cpus = Sum(plan, "cpus");
        var memory = Sum(plan, "mem") * Megabyte;
        var memoryLimit = Limit(plan, "mem") * Megabyte ?? memory;
        return new(
            cpus,
            Limit(plan, "cpus") ?? cpus,
            (long)memory,
            memoryLimit > 0 && double.IsFinite(memoryLimit) ? (long)memoryLimit : null);
    }

    private static double? Limit(Wire.ContainerPlan plan, string name) =>
        plan.Limits.TryGetValue(name, out var limit) ? limit.Value : null;

    private static double Sum(Wire.ContainerPlan plan, string name) =>
        plan.Resources.Where(resource => resource.Name == name).Sum(static resource => resource.Scalar?.Value ?? 0);
}
