using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;
using Google.Protobuf;
using Kernel.Agent.Server.Host;
using Kernel.Messages.Host;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>An executor host that runs nothing: it takes calls, and says what the test wants it to.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource stop = new();
    private NetworkStream? agent;

    public FakeHost(string workDirectory, string runtimeDirectory)
    {
        var place = HostPlace.Of(workDirectory, runtimeDirectory);
        File.Delete(place.Socket);
        listener.Bind(new UnixDomainSocketEndPoint(place.Socket));
        listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>The calls, in the order in which they came.</summary>
    public Channel<HostCall> Calls { get; } = Channel.CreateUnbounded<HostCall>();

    public List<string> Containers { get; } = [];

    public async Task<HostCall> NextAsync(HostCall.CallOneofCase kind)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var call = await Calls.Reader.ReadAsync(timeout.Token);
            if (call.CallCase == kind)
            {
                return call;
            }
        }
    }

    public async Task SayAsync(HostEvent message)
    {
        var body = message.ToByteArray();
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, body.Length);
        await agent!.WriteAsync((byte[])[.. head, .. body]);
    }

    public void Dispose()
    {
        stop.Cancel();
        agent?.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            agent = new(await listener.AcceptAsync(stop.Token), ownsSocket: true);
            _ = ReadAsync(agent);
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        try
        {
            for (var head = new byte[4]; ;)
            {
                await stream.ReadExactlyAsync(head, stop.Token);
                var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
                await stream.ReadExactlyAsync(body, stop.Token);
                var call = HostCall.Parser.ParseFrom(body);
                if (call.Hello is not null)
                {
                    await SayAsync(new() { Welcome = new() { Version = 1, ContainerIds = { Containers } } });
                }

                Calls.Writer.TryWrite(call);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            await stream.DisposeAsync();
        }
    }
}
