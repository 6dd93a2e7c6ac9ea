using Kernel.Protocol;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;
using ReservationType = Mesos.V1.Resource.Types.ReservationInfo.Types.Type;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>Makes the messages that tests need, valid unless changed.</summary>
internal static class A
{
    public static TaskInfo Task(string id, TestAgent agent, string resources = "cpus:1;mem:128", Action<TaskInfo>? change = null)
    {
        var task = new TaskInfo
        {
            Name = id, TaskId = new() { Value = id }, AgentId = new() { Value = agent.Id.Value }, Command = new() { Value = "true" },
        };
        task.Resources.AddRange(Resources(resources));
        change?.Invoke(task);
        return task;
    }

    public static ExecutorInfo Executor(string id, string resources = "cpus:0.1;mem:32;disk:10")
    {
        var executor = new ExecutorInfo
        {
            Type = ExecutorInfo.Types.Type.Default, ExecutorId = new() { Value = id },
        };
        executor.Resources.AddRange(Resources(resources));
        return executor;
    }

    public static IEnumerable<Resource> Resources(string text) => ResourcesFlag.Parse(text).ToMessages();

    public static Operation Launch(params TaskInfo[] tasks) => new()
    {
        Type = OperationType.Launch, Launch = new() { TaskInfos = { tasks } },
    };

    public static Operation LaunchGroup(ExecutorInfo executor, params TaskInfo[] tasks) => new()
    {
        Type = OperationType.LaunchGroup,
        LaunchGroup = new() { Executor = executor, TaskGroup = new() { Tasks = { tasks } } },
    };

    public static Resource Disk(double size, string? role = null, string? volume = null, string? allocated = "web")
    {
        var disk = new Resource { Name = "disk", Type = Value.Types.Type.Scalar, Scalar = new() { Value = size } };
        if (allocated is not null)
        {
            disk.AllocationInfo = new() { Role = allocated };
        }

        if (role is not null)
        {
            disk.Reservations.Add(new Resource.Types.ReservationInfo { Type = ReservationType.Dynamic, Role = role });
        }

        if (volume is not null)
        {
            disk.Disk = new()
            {
                Persistence = new() { Id = volume }, Volume = new() { ContainerPath = "data", Mode = Volume.Types.Mode.Rw },
            };
        }

        return disk;
    }

    public static Operation Reserve(params Resource[] resources) => new()
    {
        Type = OperationType.Reserve, Reserve = new() { Resources = { resources } },
    };

    public static Operation Unreserve(params Resource[] resources) => new()
    {
        Type = OperationType.Unreserve, Unreserve = new() { Resources = { resources } },
    };

    public static Operation Create(params Resource[] volumes) => new()
    {
        Type = OperationType.Create, Create = new() { Volumes = { volumes } },
    };

    public static Operation Destroy(params Resource[] volumes) => new()
    {
        Type = OperationType.Destroy, Destroy = new() { Volumes = { volumes } },
    };
}
