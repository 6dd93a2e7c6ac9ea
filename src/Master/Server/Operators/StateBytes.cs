using System.Buffers;
using Google.Protobuf;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Reads;
using Kernel.Protocol.Wire;
using Mesos.V1.Master;
using static Mesos.V1.Master.Response.Types;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>The large answers of the operator API in protobuf, put together from parts that are serialized on their own.</summary>
internal static class StateBytes
{
    /// <summary>Writes the answer of a type.</summary>
    public static void Write(BodyBuffer output, ResponseType type, MasterView view)
    {
        output.Write(new Response { Type = type }.ToByteArray());
        var (field, answer) = type switch
        {
            ResponseType.GetState => (Response.GetStateFieldNumber, State(view)),
            ResponseType.GetTasks => (Response.GetTasksFieldNumber, Tasks(view)),
            ResponseType.GetExecutors => (Response.GetExecutorsFieldNumber, Of(StateMessages.Executors(view))),
            ResponseType.GetFrameworks => (Response.GetFrameworksFieldNumber, Of(StateMessages.Frameworks(view))),
            _ => (Response.GetAgentsFieldNumber, Agents(view)),
        };
        Nest(output, field, answer);
    }

    /// <summary>Writes the event that tells a new subscriber the state.</summary>
    public static void WriteSubscribed(BodyBuffer output, MasterView view, TimeSpan heartbeats)
    {
        var subscribed = Of(new Event.Types.Subscribed { HeartbeatIntervalSeconds = heartbeats.TotalSeconds });
        Nest(subscribed, Event.Types.Subscribed.GetStateFieldNumber, State(view));
        output.Write(new Event { Type = Event.Types.Type.Subscribed }.ToByteArray());
        Nest(output, Event.SubscribedFieldNumber, subscribed);
    }

    private static BodyBuffer State(MasterView view)
    {
        var state = new BodyBuffer();
        Nest(state, GetState.GetTasksFieldNumber, Tasks(view));
        Nest(state, GetState.GetExecutorsFieldNumber, Of(StateMessages.Executors(view)));
        Nest(state, GetState.GetFrameworksFieldNumber, Of(StateMessages.Frameworks(view)));
        Nest(state, GetState.GetAgentsFieldNumber, Agents(view));
        return state;
    }

    private static BodyBuffer Tasks(MasterView view)
    {
        var tasks = new BodyBuffer();
        var sink = new ByteSink(tasks);
        TaskBytes.WriteAll(ref sink, GetTasks.TasksFieldNumber, view.Tasks);
        TaskBytes.WriteAll(ref sink, GetTasks.UnreachableTasksFieldNumber, StateMessages.UnreachableTasks(view));
        TaskBytes.WriteAll(ref sink, GetTasks.CompletedTasksFieldNumber, StateMessages.CompletedTasks(view));
        sink.Flush();
        return tasks;
    }

    private static BodyBuffer Agents(MasterView view)
    {
        var recovered = new GetAgents();
        recovered.RecoveredAgents.AddRange(view.Recovered.Select(static agent => agent.Info));
        var agents = Of(recovered);
        var sink = new ByteSink(agents);
        AgentBytes.WriteAll(ref sink, GetAgents.AgentsFieldNumber, view);
        sink.Flush();
        return agents;
    }

    private static BodyBuffer Of(IMessage message)
    {
        var buffer = new BodyBuffer();
        message.WriteTo(buffer);
        return buffer;
    }

    /// <summary>Writes a part as a field.</summary>
    private static void Nest(BodyBuffer output, int field, BodyBuffer part)
    {
        var sink = new ByteSink(output);
        sink.Head(field, part.Length);
        sink.Flush();
        output.Append(part);
    }
}
