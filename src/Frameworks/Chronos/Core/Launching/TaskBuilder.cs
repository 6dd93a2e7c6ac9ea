using Google.Protobuf;
using Mesos.V1;

namespace Kernel.Chronos.Core;

/// <summary>Makes the task of a run (chronos.md 6).</summary>
internal static class TaskBuilder
{
    /// <summary>Makes the task.</summary>
    /// <param name="job">The job.</param>
    /// <param name="run">The run.</param>
    /// <param name="arguments">Arguments of this run; null: the job's own.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="resources">What was taken from it.</param>
    internal static TaskInfo Build(Job job, Run run, string? arguments, Offer offer, IReadOnlyList<Resource> resources)
    {
        var task = new TaskInfo
        {
            Name = $"ChronosTask:{job.Name}",
            TaskId = new() { Value = run.Id.Value },
            AgentId = offer.AgentId,
            Resources = { resources },
        };
        if (job.MaxCompletionTime > 0)
        {
            task.MaxCompletionTime = new() { Nanoseconds = job.MaxCompletionTime * 1_000_000_000 };
        }

        var environment = TaskEnvironment.Of(job, run, offer.Hostname);
        if (job.Executor.Length > 0)
        {
            task.Executor = Executor(job, environment);
            task.Data = ByteString.CopyFromUtf8(
                job.TaskInfoData.Length > 0 ? job.TaskInfoData : $"{job.ExecutorFlags}|{job.Command}");
        }
        else
        {
            task.Command = Command(job, arguments, environment);
            task.Container = ContainerBuilder.Build(job.Container);
        }

        return task;
    }

    private static ExecutorInfo Executor(Job job, Mesos.V1.Environment environment) => new()
    {
        ExecutorId = new() { Value = job.Name },
        Command = new()
        {
            Shell = true, Value = job.Executor, Environment = environment, Uris = { Uris(job) }, User = job.RunAsUser,
        },
        Container = ContainerBuilder.Build(job.Container),
    };

    private static CommandInfo Command(Job job, string? arguments, Mesos.V1.Environment environment)
    {
        var command = new CommandInfo { Environment = environment, User = job.RunAsUser, Shell = job.Shell };
        if (job.Command.StartsWith("http", StringComparison.Ordinal) || job.Command.StartsWith("ftp", StringComparison.Ordinal))
        {
            command.Shell = true;
            command.Value = $"\"./{job.Command[(job.Command.LastIndexOf('/') + 1)..]}\"";
            command.Uris.Add(new CommandInfo.Types.URI { Value = job.Command, Executable = true });
            return command;
        }

        command.Uris.AddRange(Uris(job));
        command.Value = job.Command;
        if (job.Shell)
        {
            var text = arguments ?? string.Join(' ', job.Arguments);
            command.Value = text.Length > 0 ? $"{job.Command} {text}" : job.Command;
        }
        else
        {
            // The first argument of a program is its own name; Chronos left it out, and no such job could run.
            command.Arguments.Add(job.Command);
            command.Arguments.AddRange(arguments?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [.. job.Arguments]);
        }

        return command;
    }

    private static IEnumerable<CommandInfo.Types.URI> Uris(Job job) =>
        job.Uris.Select(static uri => new CommandInfo.Types.URI { Value = uri, Extract = true })
            .Concat(job.Fetch.Select(Uri));

    private static CommandInfo.Types.URI Uri(JobFetch fetch)
    {
        var uri = new CommandInfo.Types.URI
        {
            Value = fetch.Uri, Executable = fetch.Executable, Cache = fetch.Cache, Extract = fetch.Extract,
        };
        if (fetch.OutputFile.Length > 0)
        {
            uri.OutputFile = fetch.OutputFile;
        }

        return uri;
    }
}
