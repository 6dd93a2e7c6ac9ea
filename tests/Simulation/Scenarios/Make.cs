using Kernel.Protocol;
using Mesos.V1;
using Capability = Mesos.V1.FrameworkInfo.Types.Capability;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;
using ReservationType = Mesos.V1.Resource.Types.ReservationInfo.Types.Type;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Makes the messages that scripts need.</summary>
public static class Make
{
    /// <summary>A framework that checkpoints and has an hour to come back.</summary>
    public static FrameworkInfo Framework(string role, Action<FrameworkInfo>? change = null)
    {
        var info = new FrameworkInfo
        {
            User = "nobody", Name = $"framework of {role}", Checkpoint = true, FailoverTimeout = 3_600, Roles = { role },
        };
        info.Capabilities.AddRange(
            ((Capability.Types.Type[])[
                Capability.Types.Type.MultiRole, Capability.Types.Type.ReservationRefinement, Capability.Types.Type.PartitionAware,
                Capability.Types.Type.TaskKillingState,
            ]).Select(static type => new Capability { Type = type }));
        change?.Invoke(info);
        return info;
    }

    /// <summary>Takes a capability away from a framework.</summary>
    public static void Without(this FrameworkInfo info, Capability.Types.Type capability) =>
        info.Capabilities.Remove(new Capability { Type = capability });

    /// <summary>A task that runs until somebody ends it.</summary>
    public static TaskInfo Task(Offer offer, string id, string resources = "cpus:1;mem:64")
    {
        var task = new TaskInfo
        {
            Name = id, TaskId = new() { Value = id }, AgentId = offer.AgentId, Command = new() { Value = "work", Shell = true },
        };
        task.Resources.AddRange(Resources(resources));
        return task;
    }

    /// <summary>The same for a custom executor.</summary>
    public static TaskInfo Task(Offer offer, string id, ExecutorInfo executor)
    {
        var task = Task(offer, id);
        task.Command = null;
        task.Executor = executor;
        return task;
    }

    /// <summary>An executor: the default one, or one of the framework's own.</summary>
    public static ExecutorInfo Executor(Offer offer, string id, bool isCustom = false)
    {
        var executor = new ExecutorInfo
        {
            Type = isCustom ? ExecutorInfo.Types.Type.Custom : ExecutorInfo.Types.Type.Default,
            ExecutorId = new() { Value = id },
            FrameworkId = offer.FrameworkId,
        };
        if (isCustom)
        {
            executor.Command = new() { Value = "execute", Shell = true };
        }

        executor.Resources.AddRange(Resources("cpus:0.1;mem:32;disk:10"));
        return executor;
    }

    /// <summary>LAUNCH.</summary>
    public static Operation Launch(params TaskInfo[] tasks) => new()
    {
        Type = OperationType.Launch, Launch = new() { TaskInfos = { tasks } },
    };

    /// <summary>LAUNCH_GROUP.</summary>
    public static Operation LaunchGroup(ExecutorInfo executor, params TaskInfo[] tasks) => new()
    {
        Type = OperationType.LaunchGroup,
        LaunchGroup = new() { Executor = executor, TaskGroup = new() { Tasks = { tasks } } },
    };

    /// <summary>RESERVE for a role; with an id it wants feedback.</summary>
    public static Operation Reserve(string role, string resources, string? id = null) => WithId(id, new()
    {
        Type = OperationType.Reserve, Reserve = new() { Resources = { Reserved(role, resources) } },
    });

    /// <summary>CREATE of a volume of so many MB of a role's disk; with an id it wants feedback.</summary>
    public static Operation Create(string role, double size, string volume, string? id = null)
    {
        var disk = Reserved(role, FormattableString.Invariant($"disk:{size}")).Single();
        disk.Disk = new()
        {
            Persistence = new() { Id = volume }, Volume = new() { ContainerPath = "data", Mode = Volume.Types.Mode.Rw },
        };
        return WithId(id, new() { Type = OperationType.Create, Create = new() { Volumes = { disk } } });
    }

    /// <summary>Resources reserved dynamically.</summary>
    public static IEnumerable<Resource> Reserved(string role, string resources) => Resources(resources).Select(resource =>
    {
        resource.Reservations.Add(new Resource.Types.ReservationInfo { Type = ReservationType.Dynamic, Role = role });
        return resource;
    });

    /// <summary>Resources as flags write them.</summary>
    public static IEnumerable<Resource> Resources(string text) => ResourcesFlag.Parse(text).ToMessages();

    private static Operation WithId(string? id, Operation operation)
    {
        if (id is not null)
        {
            operation.Id = new() { Value = id };
        }

        return operation;
    }
}
