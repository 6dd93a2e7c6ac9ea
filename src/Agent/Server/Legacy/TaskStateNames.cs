using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Legacy;

/// <summary>Names of task states as Mesos writes them, <c>TASK_GONE_BY_OPERATOR</c>.</summary>
public static class TaskStateNames
{
    private static readonly Dictionary<V1.TaskState, string> Names = V1.MesosReflection.Descriptor.EnumTypes
        .Single(static type => type.Name == "TaskState")
        .Values.ToDictionary(static value => (V1.TaskState)value.Number, static value => value.Name);

    /// <summary>The name of a state.</summary>
    public static string Of(V1.TaskState state) => Names[state];
}
