using System.Globalization;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>
/// What is said of a container that was killed for its memory (Mesos: MemorySubsystemProcess::oomWaited).
/// </summary>
internal static class MemoryLimitation
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Says it of an executor.</summary>
    public static void Describe(Wire.Exited exit, MemoryOverrun memory)
    {
        exit.State = V1.TaskState.TaskFailed;
        exit.Reason = V1.TaskStatus.Types.Reason.ContainerLimitationMemory;
        exit.Message = Message(memory);
        exit.Limitation = Limitation(memory);
    }

    /// <summary>Says it of a task.</summary>
    public static void Describe(V1.TaskStatus status, MemoryOverrun memory)
    {
        status.State = V1.TaskState.TaskFailed;
        status.Reason = V1.TaskStatus.Types.Reason.ContainerLimitationMemory;
        status.Message = Message(memory);
        status.Limitation = Limitation(memory);
    }

    private static string Message(MemoryOverrun memory) =>
        $"Memory limit exceeded: Requested: {Bytes(memory.LimitBytes)} Maximum Used: {Bytes(memory.UsedBytesMax)}\n\n"
        + $"MEMORY STATISTICS: \n{memory.Statistics}";

    private static V1.TaskResourceLimitation Limitation(MemoryOverrun memory) => new()
    {
        Resources =
        {
            new V1.Resource
            {
                Name = "mem",
                Type = V1.Value.Types.Type.Scalar,
                Scalar = new() { Value = memory.UsedBytesMax / Megabyte },
            },
        },
    };

    /// <summary>An amount in the largest unit that divides it, as stout writes it.</summary>
    private static string Bytes(long amount)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var unit = 0;
        while (unit < units.Length - 1 && amount != 0 && amount % 1024 == 0)
        {
            amount /= 1024;
            unit++;
        }

        return amount.ToString(CultureInfo.InvariantCulture) + units[unit];
    }
}
