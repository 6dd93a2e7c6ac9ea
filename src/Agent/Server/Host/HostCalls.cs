using Kernel.Agent.Core;
using Kernel.Agent.Server.Executors;
using Kernel.Messages.Host;
using Kernel.Runtime.Authentication;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Agent.Server.Host;

/// <summary>Turns what the agent's core wants done into calls to its executor host.</summary>
/// <param name="marker">What marks the processes of this agent's containers in their environment.</param>
/// <param name="switchesUser">Whether containers run as the user that they name.</param>
/// <param name="tokens">What makes the tokens by which executors are known; null if they need none.</param>
public sealed class HostCalls(string marker, bool switchesUser, Tokens? tokens)
{
    /// <summary>The variable with an executor's token.</summary>
    public const string TokenVariable = "MESOS_EXECUTOR_AUTHENTICATION_TOKEN";

    /// <summary>The variable that marks the processes of an agent.</summary>
    public const string MarkerVariable = "KERNEL_AGENT";

    /// <summary>The variable that tells a process its container.</summary>
    public const string ContainerVariable = "KERNEL_CONTAINER_ID";

    /// <summary>The call for an effect; null if the host has nothing to do with it.</summary>
    public HostCall? Of(AgentEffect effect) => effect switch
    {
        LaunchCommandTask launch => new() { LaunchCommand = Command(launch) },
        Core.LaunchExecutor launch => new() { LaunchExecutor = Executor(launch) },
        Core.LaunchGroup launch => new() { LaunchGroup = Group(launch) },
        KillHostedTask kill => new() { KillTask = Kill(kill) },
        ShutdownHostedExecutor shutdown => new()
        {
            ShutdownExecutor =
                new() { ContainerId = shutdown.ContainerId, GraceNanoseconds = Nanoseconds(shutdown.Grace) },
        },
        Core.DestroyContainer destroy => new() { DestroyContainer = new() { ContainerId = destroy.ContainerId } },
        AcknowledgeToHost acknowledge => new()
        {
            Acknowledge =
                new()
                {
                    ContainerId = acknowledge.ContainerId,
                    TaskId = acknowledge.Task.Value,
                    Uuid = acknowledge.Uuid,
                },
        },
        _ => null,
    };

    private Wire.LaunchCommand Command(LaunchCommandTask launch) => new()
    {
        Plan = Limited(
            Plan(
                launch.Run.ContainerId,
                launch.Run.Directory,
                launch.Run.User,
                launch.Environment,
                launch.Task.Info.Command,
                launch.Task.Info.Container,
                launch.Run.Info.Resources.Concat(launch.Task.Info.Resources)),
            launch.Task.Info),
        Framework = launch.Framework.Info,
        ExecutorId = launch.Run.Key.Executor.Value,
        Task = launch.Task.Info,
    };

    private Wire.LaunchExecutor Executor(Core.LaunchExecutor launch)
    {
        var plan = Plan(
            launch.Run.ContainerId,
            launch.Run.Directory,
            launch.Run.User,
            launch.Environment,
            launch.Run.Info.Command,
            launch.Run.Info.Container,
            launch.Run.Info.Resources);
        if (tokens is not null && launch.Run.Kind == ExecutorKind.Custom)
        {
            plan.Environment.Add(Variable(TokenVariable, tokens.Make(ExecutorClaims.Of(launch.Run))));
        }

        return new() { Plan = plan, Framework = launch.Framework.Info, Executor = launch.Run.Info };
    }

    private Wire.LaunchGroup Group(Core.LaunchGroup launch) => new()
    {
        ContainerId = launch.Run.ContainerId,
        Group = launch.Group,
        Tasks = { launch.Tasks.Select(task => Task(launch.Run, task)) },
    };

    private Wire.GroupTask Task(ExecutorRun run, Core.GroupTask item)
    {
        var info = item.Task.Info;
        return new()
        {
            Task = info,
            Plan = Limited(
                Plan(
                    item.Task.NestedId,
                    SandboxPaths.OfNested(run.Directory, item.Task.NestedId),
                    info.Command is { HasUser: true } command ? command.User : run.User,
                    item.Environment,
                    info.Command,
                    info.Container,
                    info.Resources),
                info),
        };
    }

    private static KillTask Kill(KillHostedTask kill)
    {
        var call = new KillTask { ContainerId = kill.ContainerId, TaskId = kill.Task.Value };
        if (kill.Policy is not null)
        {
            call.KillPolicy = kill.Policy;
        }

        return call;
    }

    private static ContainerPlan Limited(ContainerPlan plan, V1.TaskInfo task)
    {
        plan.Limits.Add(task.Limits);
        return plan;
    }

    private ContainerPlan Plan(
        string container,
        string directory,
        string user,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        V1.CommandInfo? command,
        V1.ContainerInfo? image,
        IEnumerable<V1.Resource> resources)
    {
        var plan = new ContainerPlan
        {
            ContainerId = container,
            Directory = directory,
            User = switchesUser ? user : "",
            Environment = { environment.Select(static variable => Variable(variable.Key, variable.Value)) },
            Resources = { resources },
            Command = command,
            Container = image,
        };
        plan.Environment.Add(Variable(MarkerVariable, marker));
        plan.Environment.Add(Variable(ContainerVariable, container));
        return plan;
    }

    private static Variable Variable(string name, string value) => new() { Name = name, Value = value };

    private static long Nanoseconds(TimeSpan span) => span.Ticks * 100;
}
