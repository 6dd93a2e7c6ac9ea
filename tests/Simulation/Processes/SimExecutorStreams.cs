using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Tests.Simulation.Network;
using Mesos.V1.Executor;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>The executor API of an agent without sockets: a stream is a connection on which SUBSCRIBE has come.</summary>
/// <param name="tell">Tells the agent's loop.</param>
public sealed class SimExecutorStreams(Action<AgentInput> tell) : ISimEnd
{
    /// <summary>What such a connection is for.</summary>
    public const string Purpose = "executor";

    private readonly Dictionary<string, SimConnection> streams = new(StringComparer.Ordinal);
    private int opened;

    /// <summary>Sends an event; one for a stream that has ended is lost.</summary>
    public void Send(string stream, Event message) =>
        streams.GetValueOrDefault(stream)?.SendToClient(message.ToByteArray());

    /// <summary>Ends a stream after what was sent.</summary>
    public void Close(string stream)
    {
        if (streams.Remove(stream, out var connection))
        {
            connection.CloseByServer();
        }
    }

    /// <inheritdoc/>
    public void Received(SimConnection connection, object payload)
    {
        var call = Call.Parser.ParseFrom((byte[])payload);
        var key = new ExecutorKey(new(call.FrameworkId.Value), new(call.ExecutorId.Value));
        switch (call.Type)
        {
            case Call.Types.Type.Subscribe:
                var stream = $"stream-{++opened}";
                streams.Add(stream, connection);
                tell(new ExecutorSubscribing(
                    key, stream, call.Subscribe.UnacknowledgedTasks, call.Subscribe.UnacknowledgedUpdates));
                break;
            case Call.Types.Type.Update:
                tell(new StatusReported(key, call.Update.Status));
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed(SimConnection connection)
    {
        foreach (var (stream, _) in streams.Where(entry => entry.Value == connection).ToList())
        {
            streams.Remove(stream);
            tell(new ExecutorStreamClosed(stream));
        }
    }
}
