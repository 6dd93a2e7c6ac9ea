using Google.Protobuf.Reflection;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// The field <c>source</c> of an executor. It is deprecated, and still shown by the legacy JSON and read by its tools.
/// </summary>
public static class ExecutorSource
{
    private static readonly IFieldAccessor Field = V1.ExecutorInfo.Descriptor.FindFieldByName("source").Accessor;

    /// <summary>Sets it.</summary>
    public static void Set(V1.ExecutorInfo executor, string source) => Field.SetValue(executor, source);

    /// <summary>Reads it; empty if it is not set.</summary>
    public static string Get(V1.ExecutorInfo executor) => (string)Field.GetValue(executor);
}
