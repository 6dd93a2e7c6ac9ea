using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using Mesos.V1;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Operators;

/// <summary>Tasks in the JSON of the v1 API, written from the bytes that the master carries of them.</summary>
internal static class TaskJson
{
    private static readonly ResourcesMemo Resources = new(static resources => RawJson.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var message in resources.ToMessages())
        {
            MesosJson.Write(json, message);
        }

        json.WriteEndArray();
    }));

    /// <summary>Writes tasks as an array.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<TaskEntry> tasks) =>
        RawJson.WriteArray(json, name, tasks, WriteTask);

    private static void WriteTask(ref ByteSink sink, TaskEntry task)
    {
        sink.Raw("{\"state\":"u8);
        sink.Text(ProtoNames<TaskState>.Of(task.State));
        WriteUpdate(ref sink, task);
        if (!task.Resources.IsEmpty)
        {
            sink.Raw(",\"resources\":"u8);
            sink.Raw(Resources.Of(task.Resources));
        }

        var isFirst = false;
        WireJson.WriteFields(ref sink, Task.Descriptor, task.Carried.Span, ref isFirst);
        WireJson.WriteFields(ref sink, Task.Descriptor, task.StatusBytes.Span, ref isFirst);
        sink.Raw((byte)'}');
    }

    private static void WriteUpdate(ref ByteSink sink, TaskEntry task)
    {
        if (task.UpdateState is { } state)
        {
            sink.Raw(",\"status_update_state\":"u8);
            sink.Text(ProtoNames<TaskState>.Of(state));
        }

        if (!task.UpdateUuid.IsEmpty)
        {
            sink.Raw(",\"status_update_uuid\":"u8);
            sink.Base64(task.UpdateUuid.Span);
        }
    }
}
