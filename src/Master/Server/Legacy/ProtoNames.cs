using Google.Protobuf.Reflection;

namespace Kernel.Master.Server.Legacy;

/// <summary>Names of enum values as the .proto files write them: <c>TASK_GONE_BY_OPERATOR</c>.</summary>
internal static class ProtoNames<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Names = Read();

    /// <summary>The name of a value; its number for one that nobody knows.</summary>
    public static string Of(TEnum value) => Names.GetValueOrDefault(value) ?? value.ToString("D");

    private static Dictionary<TEnum, string> Read() => typeof(TEnum).GetFields()
        .Where(static field => field.IsStatic)
        .DistinctBy(static field => field.GetRawConstantValue())
        .ToDictionary(
            static field => (TEnum)field.GetValue(null)!,
            static field => ((OriginalNameAttribute)field.GetCustomAttributes(typeof(OriginalNameAttribute), false)[0]).Name);
}
