using System.Net.Sockets;
using Kernel.Executor.Core;
using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using Kernel.Runtime;
using AgentEnd = Kernel.Protocol.HostLink.HostLinkEnd<Kernel.Messages.Host.HostEvent, Kernel.Messages.Host.HostCall>;

namespace Kernel.Executor.Server;

/// <summary>Serves the agent: one connection at a time, of which a new one replaces the old.</summary>
internal sealed class AgentListener(string path, ChannelPump<HostInput, HostEffect> pump, Action<string> log)
{
    private readonly Lock gate = new();
    private readonly Queue<AgentEnd> greeted = new();
    private AgentEnd? latest;
    private AgentEnd? current;

    /// <summary>Listens until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        while (!stop.IsCancellationRequested)
        {
            var connection = await socket.AcceptAsync(stop).ConfigureAwait(false);
            _ = ServeAsync(connection);
        }
    }

    /// <summary>
    /// Sends an event to the agent that was welcomed last. A welcome goes to whoever said hello first and has had none.
    /// </summary>
    public void Send(HostEvent message)
    {
        if (message.EventCase == HostEvent.EventOneofCase.Welcome)
        {
            lock (gate)
            {
                current = greeted.Dequeue();
            }
        }

        current?.Send(message);
    }

    /// <summary>Waits a little until what was sent is on its way.</summary>
    public async Task FlushAsync()
    {
        if (current is { } agent)
        {
            await agent.FinishAsync().ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        AgentEnd? self = null;
        var ready = new TaskCompletionSource();
        var connection = new AgentEnd(socket, call =>
        {
            ready.Task.Wait();
            Received(self!, call);
        });
        self = connection;
        ready.SetResult();
        var why = await connection.Completion.ConfigureAwait(false);
        Ended(connection, why);
    }

    private void Received(AgentEnd connection, HostCall call)
    {
        if (call.CallCase == HostCall.CallOneofCase.Hello)
        {
            Greet(connection);
        }

        if (HostCalls.Read(call) is { } input)
        {
            Post(input);
        }
        else
        {
            log($"Ignored a call that this host does not know: {call.CallCase}");
        }
    }

    private void Greet(AgentEnd connection)
    {
        AgentEnd? old;
        lock (gate)
        {
            (old, latest) = (latest, connection);
            greeted.Enqueue(connection);
        }

        if (old is not null && old != connection)
        {
            log("Another agent has connected: the one before is let go");
            old.Close();
        }
    }

    private void Ended(AgentEnd connection, string? why)
    {
        lock (gate)
        {
            if (latest != connection)
            {
                return;
            }

            latest = null;
        }

        log(why is null ? "The agent has left" : $"The agent's connection broke: {why}");
        Post(new AgentDisconnected());
    }

    // Waits for room: the agent waits meanwhile, and nothing is lost.
    private void Post(HostInput input) => pump.PostAsync(input).AsTask().GetAwaiter().GetResult();
}
