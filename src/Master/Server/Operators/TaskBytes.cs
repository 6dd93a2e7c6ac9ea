using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// Tasks as messages of the v1 API, put together from the bytes that the master carries of them. Fields of protobuf may come in any
/// order, so what the master knows itself is put behind what it carries.
/// </summary>
internal static class TaskBytes
{
    private static readonly ResourcesMemo Resources = new(static resources =>
    {
        var task = new Task();
        task.Resources.AddRange(resources.ToMessages());
        return task.ToByteArray();
    });

    /// <summary>Writes tasks as the elements of a field.</summary>
    public static void WriteAll(ref ByteSink sink, int field, IEnumerable<TaskEntry> tasks)
    {
        foreach (var task in tasks)
        {
            var resources = Resources.Of(task.Resources);
            sink.Head(field, task.Carried.Length + OwnLength(task) + resources.Length + task.StatusBytes.Length);
            sink.Raw(task.Carried.Span);
            WriteOwn(ref sink, task);
            sink.Raw(resources);
            sink.Raw(task.StatusBytes.Span);
        }
    }

    private static int OwnLength(TaskEntry task)
    {
        // Fields below 16 have tags of one byte, and so have task states.
        var update = task.UpdateUuid.IsEmpty ? 0 : ByteSink.HeadLength(Task.StatusUpdateUuidFieldNumber, task.UpdateUuid.Length) + task.UpdateUuid.Length;
        return 2 + (task.UpdateState is null ? 0 : 2) + update;
    }

    private static void WriteOwn(ref ByteSink sink, TaskEntry task)
    {
        sink.Varint(WireFormat.MakeTag(Task.StateFieldNumber, WireFormat.WireType.Varint));
        sink.Varint((ulong)task.State);
        if (task.UpdateState is { } state)
        {
            sink.Varint(WireFormat.MakeTag(Task.StatusUpdateStateFieldNumber, WireFormat.WireType.Varint));
            sink.Varint((ulong)state);
        }

        if (!task.UpdateUuid.IsEmpty)
        {
            sink.Head(Task.StatusUpdateUuidFieldNumber, task.UpdateUuid.Length);
            sink.Raw(task.UpdateUuid.Span);
        }
    }
}
