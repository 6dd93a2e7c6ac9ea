using Google.Protobuf.Reflection;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>The names of task states, as Mesos and the API write them.</summary>
public static class StateName
{
    private static readonly EnumDescriptor States =
        V1.MesosReflection.Descriptor.EnumTypes.First(static type => type.Name == "TaskState");

    /// <summary>The name of a state: <c>TASK_RUNNING</c>.</summary>
    public static string Of(V1.TaskState state) =>
        States.FindValueByNumber((int)state).Name;

    /// <summary>The state that stands for a condition in the API.</summary>
    public static string Of(Condition condition) => condition switch
    {
        Condition.Scheduled or Condition.Provisioned or Condition.Staging => "TASK_STAGING",
        Condition.UnreachableInactive => "TASK_UNREACHABLE",
        _ => "TASK_" + condition.ToString().ToUpperInvariant(),
    };
}
