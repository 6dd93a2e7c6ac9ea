using Kernel.Protocol.Wire;
using Mesos.V1;
using Task = Mesos.V1.Task;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Server.Legacy;

/// <summary>The statuses of tasks in the legacy JSON, which shows less of them than the v1 API.</summary>
internal static class LegacyStatuses
{
    /// <summary>Writes the statuses of a serialized <c>Task</c>, with commas between.</summary>
    public static void Write(ref ByteSink sink, ReadOnlySpan<byte> task)
    {
        var isFirst = true;
        var reader = new WireReader(task);
        while (reader.Next())
        {
            if (reader.Number == Task.StatusesFieldNumber)
            {
                sink.Raw(isFirst ? default : ","u8);
                WriteStatus(ref sink, reader.Bytes);
                isFirst = false;
            }
        }
    }

    private static void WriteStatus(ref ByteSink sink, ReadOnlySpan<byte> status)
    {
        var (state, timestamp) = (0UL, 0UL);
        var reader = new WireReader(status);
        while (reader.Next())
        {
            (state, timestamp) = reader.Number switch
            {
                TaskStatus.StateFieldNumber => (reader.Bits, timestamp),
                TaskStatus.TimestampFieldNumber => (state, reader.Bits),
                _ => (state, timestamp),
            };
        }

        sink.Raw("{\"state\":"u8);
        sink.Text(ProtoNames<TaskState>.Of((TaskState)(int)state));
        sink.Raw(",\"timestamp\":"u8);
        sink.Number(BitConverter.UInt64BitsToDouble(timestamp));
        WriteRest(ref sink, status);
        sink.Raw((byte)'}');
    }

    private static void WriteRest(ref ByteSink sink, ReadOnlySpan<byte> status)
    {
        var reader = new WireReader(status);
        while (reader.Next())
        {
            switch (reader.Number)
            {
                case TaskStatus.LabelsFieldNumber:
                    sink.Raw(",\"labels\":"u8);
                    LegacyTasks.WriteLabels(ref sink, reader.Bytes);
                    break;
                case TaskStatus.ContainerStatusFieldNumber:
                    sink.Raw(",\"container_status\":{"u8);
                    WriteContainer(ref sink, reader.Bytes);
                    sink.Raw((byte)'}');
                    break;
                case TaskStatus.HealthyFieldNumber:
                    sink.Raw(reader.Bits != 0 ? ",\"healthy\":true"u8 : ",\"healthy\":false"u8);
                    break;
            }
        }
    }

    /// <summary>Writes what is between the fields that are not shown.</summary>
    private static void WriteContainer(ref ByteSink sink, ReadOnlySpan<byte> container)
    {
        var (begin, end, isFirst) = (0, 0, true);
        var reader = new WireReader(container);
        while (reader.Next())
        {
            if (!IsShown(reader.Number))
            {
                WireJson.WriteFields(ref sink, ContainerStatus.Descriptor, container[begin..end], ref isFirst);
                begin = end + reader.Raw.Length;
            }

            end += reader.Raw.Length;
        }

        WireJson.WriteFields(ref sink, ContainerStatus.Descriptor, container[begin..end], ref isFirst);
    }

    private static bool IsShown(int field) => field is ContainerStatus.ContainerIdFieldNumber or ContainerStatus.CgroupInfoFieldNumber
        or ContainerStatus.NetworkInfosFieldNumber;
}
