using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Protocol.Wire;
using Mesos.V1;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Legacy;

/// <summary>Tasks in the legacy JSON, written from the bytes that the master carries of them.</summary>
internal static class LegacyTasks
{
    /// <summary>Writes tasks as an array.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<TaskEntry> tasks) =>
        RawJson.WriteArray(json, name, tasks, WriteTask);

    private static void WriteTask(ref ByteSink sink, TaskEntry task)
    {
        sink.Raw("{\"id\":"u8);
        sink.Text(task.Id.Value);
        sink.Raw(",\"framework_id\":"u8);
        sink.Text(task.Framework.Value);
        sink.Raw(",\"executor_id\":"u8);
        sink.Text(task.Executor?.Value ?? "");
        sink.Raw(",\"slave_id\":"u8);
        sink.Text(task.Agent.Value);
        sink.Raw(",\"state\":"u8);
        sink.Text(ProtoNames<TaskState>.Of(task.State));
        sink.Raw(",\"resources\":"u8);
        sink.Raw(LegacyValues.Sums.Of(task.Resources));
        sink.Raw(",\"role\":"u8);
        sink.Text(task.Role ?? "*");
        sink.Raw(",\"statuses\":["u8);
        LegacyStatuses.Write(ref sink, task.StatusBytes.Span);
        sink.Raw((byte)']');
        WriteCarried(ref sink, task.Carried.Span);
        sink.Raw((byte)'}');
    }

    private static void WriteCarried(ref ByteSink sink, ReadOnlySpan<byte> carried)
    {
        var hasLimits = false;
        var reader = new WireReader(carried);
        while (reader.Next())
        {
            if (reader.Number == Task.LimitsFieldNumber)
            {
                sink.Raw(hasLimits ? ","u8 : ",\"limits\":{"u8);
                WriteLimit(ref sink, reader.Bytes);
                hasLimits = true;
            }
            else
            {
                WriteField(ref sink, reader);
            }
        }

        sink.Raw(hasLimits ? "}"u8 : default);
    }

    private static void WriteField(ref ByteSink sink, in WireReader field)
    {
        switch (field.Number)
        {
            case Task.NameFieldNumber:
                sink.Raw(",\"name\":"u8);
                sink.Text(field.Bytes);
                break;
            case Task.UserFieldNumber when field.Bytes.Length > 0:
                sink.Raw(",\"user\":"u8);
                sink.Text(field.Bytes);
                break;
            case Task.LabelsFieldNumber:
                sink.Raw(",\"labels\":"u8);
                WriteLabels(ref sink, field.Bytes);
                break;
            case Task.DiscoveryFieldNumber:
                sink.Raw(",\"discovery\":"u8);
                WireJson.Write(ref sink, DiscoveryInfo.Descriptor, field.Bytes);
                break;
            case Task.ContainerFieldNumber:
                sink.Raw(",\"container\":"u8);
                WireJson.Write(ref sink, ContainerInfo.Descriptor, field.Bytes);
                break;
            case Task.HealthCheckFieldNumber:
                sink.Raw(",\"health_check\":"u8);
                WireJson.Write(ref sink, HealthCheck.Descriptor, field.Bytes);
                break;
        }
    }

    /// <summary>Writes the labels of a serialized <c>Labels</c> as an array.</summary>
    public static void WriteLabels(ref ByteSink sink, ReadOnlySpan<byte> labels)
    {
        sink.Raw((byte)'[');
        var isFirst = true;
        var reader = new WireReader(labels);
        while (reader.Next())
        {
            if (reader.Number == Labels.Labels_FieldNumber)
            {
                sink.Raw(isFirst ? default : ","u8);
                WireJson.Write(ref sink, Label.Descriptor, reader.Bytes);
                isFirst = false;
            }
        }

        sink.Raw((byte)']');
    }

    /// <summary>Writes an entry of the limits: a name and a number.</summary>
    private static void WriteLimit(ref ByteSink sink, ReadOnlySpan<byte> entry)
    {
        var name = default(ReadOnlySpan<byte>);
        var limit = default(WireReader);
        var reader = new WireReader(entry);
        while (reader.Next())
        {
            if (reader.Number == 1)
            {
                name = reader.Bytes;
            }
            else if (reader.Number == 2)
            {
                limit = new(reader.Bytes);
            }
        }

        sink.Text(name);
        sink.Raw((byte)':');
        sink.Number(limit.Next() ? BitConverter.UInt64BitsToDouble(limit.Bits) : 0);
    }
}
