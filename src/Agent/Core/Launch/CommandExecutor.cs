using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>The executor that an agent makes up for a command task (Mesos: Slave::getExecutorInfo).</summary>
public static class CommandExecutor
{
    /// <summary>What Mesos adds to a task's own grace: a reap interval and a second.</summary>
    private const long GraceMarginNanoseconds = 2_000_000_000;

    /// <summary>The executor for a task.</summary>
    public static V1.ExecutorInfo For(V1.TaskInfo task, V1.FrameworkID framework)
    {
        var executor = new V1.ExecutorInfo
        {
            ExecutorId = new() { Value = task.TaskId.Value },
            FrameworkId = framework,
            Name = $"Command Executor (Task: {task.TaskId.Value}) (Command: {Describe(task.Command)})",
            Command = new() { Shell = false, Value = "kernel", Arguments = { "kernel", "executor-host" } },
            Resources = { Overhead(task, "cpus", 0.1), Overhead(task, "mem", 32) },
        };
        ExecutorSource.Set(executor, task.TaskId.Value);
        Copy(task, executor);
        return executor;
    }

    private static void Copy(V1.TaskInfo task, V1.ExecutorInfo executor)
    {
        if (task.Command is { } command)
        {
            executor.Command.Uris.Add(command.Uris);
            executor.Command.Environment = command.Environment;
            if (command.HasUser)
            {
                executor.Command.User = command.User;
            }
        }

        if (task.KillPolicy?.GracePeriod is { } grace)
        {
            executor.ShutdownGracePeriod = new() { Nanoseconds = grace.Nanoseconds + GraceMarginNanoseconds };
        }

        executor.Container = task.Container;
        executor.Labels = task.Labels;
        executor.Discovery = task.Discovery;
    }

    private static V1.Resource Overhead(V1.TaskInfo task, string name, double amount) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = amount },
        AllocationInfo = task.Resources.FirstOrDefault()?.AllocationInfo,
    };

    private static string Describe(V1.CommandInfo? command) => command switch
    {
        null => "NO COMMAND",
        { Shell: true } => $"sh -c '{Shortened(command.Value)}'",
        { Arguments.Count: > 0 } => Shortened($"[{command.Value}, {string.Join(", ", command.Arguments)}]"),
        _ => Shortened(command.Value),
    };

    private static string Shortened(string text) => text.Length <= 15 ? text : $"{text[..12]}...";
}
