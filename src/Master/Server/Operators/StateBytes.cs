using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Mesos.V1.Master;
using static Mesos.V1.Master.Response.Types;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>The large answers of the operator API in protobuf; what was made of a task is remembered for as long as it does not change.</summary>
internal static class StateBytes
{
    private static readonly ConditionalWeakTable<TaskEntry, byte[]> Fragments = [];

    /// <summary>Writes the answer of a type.</summary>
    public static void Write(IBufferWriter<byte> output, ResponseType type, MasterView view)
    {
        output.Write(new Response { Type = type }.ToByteArray());
        var response = new ProtoPieces();
        switch (type)
        {
            case ResponseType.GetState:
                response.Add(Response.GetStateFieldNumber, State(view));
                break;
            case ResponseType.GetTasks:
                response.Add(Response.GetTasksFieldNumber, Tasks(view));
                break;
            case ResponseType.GetExecutors:
                response.Add(Response.GetExecutorsFieldNumber, StateMessages.Executors(view).ToByteArray());
                break;
            case ResponseType.GetFrameworks:
                response.Add(Response.GetFrameworksFieldNumber, StateMessages.Frameworks(view).ToByteArray());
                break;
            default:
                response.Add(Response.GetAgentsFieldNumber, StateMessages.Agents(view).ToByteArray());
                break;
        }

        response.WriteTo(output);
    }

    /// <summary>Everything, as a <c>GetState</c>.</summary>
    public static ProtoPieces State(MasterView view)
    {
        var state = new ProtoPieces();
        state.Add(GetState.GetTasksFieldNumber, Tasks(view));
        state.Add(GetState.GetExecutorsFieldNumber, StateMessages.Executors(view).ToByteArray());
        state.Add(GetState.GetFrameworksFieldNumber, StateMessages.Frameworks(view).ToByteArray());
        state.Add(GetState.GetAgentsFieldNumber, StateMessages.Agents(view).ToByteArray());
        return state;
    }

    private static ProtoPieces Tasks(MasterView view)
    {
        var tasks = new ProtoPieces();
        AddAll(tasks, GetTasks.TasksFieldNumber, view.Tasks);
        AddAll(tasks, GetTasks.UnreachableTasksFieldNumber, StateMessages.UnreachableTasks(view));
        AddAll(tasks, GetTasks.CompletedTasksFieldNumber, StateMessages.CompletedTasks(view));
        return tasks;
    }

    private static void AddAll(ProtoPieces pieces, int field, IEnumerable<TaskEntry> tasks)
    {
        foreach (var task in tasks)
        {
            pieces.Add(field, Fragments.GetValue(task, Make));
        }
    }

    /// <summary>The statuses are bytes already.</summary>
    private static byte[] Make(TaskEntry task)
    {
        var message = OperatorMessages.WithResources(task, task.ToMessageWithoutStatuses());
        var size = message.CalculateSize();
        var bytes = new byte[size + task.StatusBytes.Length];
        message.WriteTo(bytes.AsSpan(0, size));
        task.StatusBytes.CopyTo(bytes, size);
        return bytes;
    }
}
