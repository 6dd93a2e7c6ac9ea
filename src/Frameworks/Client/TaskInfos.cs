using Google.Protobuf.Reflection;
using Mesos.V1;

namespace Kernel.Frameworks.Client;

/// <summary>Short ways to write and read the messages that every framework needs.</summary>
public static class TaskInfos
{
    /// <summary>A task that runs a shell command.</summary>
    public static TaskInfo Command(string id, string command, double cpus, double mem) => new()
    {
        Name = id,
        TaskId = new() { Value = id },
        Command = new() { Value = command },
        Resources = { Scalar("cpus", cpus), Scalar("mem", mem) },
    };

    /// <summary>An amount of a resource.</summary>
    public static Resource Scalar(string name, double value) =>
        new() { Name = name, Type = Value.Types.Type.Scalar, Scalar = new() { Value = value } };

    /// <summary>How much of a resource is offered, over all its reservations.</summary>
    public static double Amount(this Offer offer, string name) =>
        offer.Resources.Where(resource => resource.Name == name && resource.Scalar is not null).Sum(static resource => resource.Scalar.Value);

    /// <summary>A state's name as the APIs of Mesos write it: <c>TASK_RUNNING</c>.</summary>
    public static string WireName(this TaskState state) => StateNames[state];

    /// <summary>Whether nothing follows a state.</summary>
    public static bool IsTerminal(this TaskState state) => state is
        TaskState.TaskFinished or TaskState.TaskFailed or TaskState.TaskKilled or TaskState.TaskError or TaskState.TaskLost
        or TaskState.TaskDropped or TaskState.TaskGone or TaskState.TaskGoneByOperator;

    private static readonly Dictionary<TaskState, string> StateNames = MesosReflection.Descriptor
        .FindTypeByName<EnumDescriptor>("TaskState").Values
        .ToDictionary(static value => (TaskState)value.Number, static value => value.Name);
}
