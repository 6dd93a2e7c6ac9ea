using System.Net;
using System.Net.Sockets;
using System.Text;
using Kernel.Agent.Server;
using Kernel.Agent.Server.Host;
using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using Kernel.Store;
using Kernel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Conformance.Agent;

/// <summary>
/// Requests that a real agent refused are refused with the same status, byte for byte the same requests.
/// </summary>
public sealed class RecordedErrorsTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("agent").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly InMemoryStore store = new();
    private AgentServer? agent;

    public static TheoryData<string> Requests() =>
        [.. Corpus.Files("samples/mesos/run/errors", "*.request.http")
            .Where(static file => Path.GetFileName(file) is var name
                && (name.StartsWith("agent-op-", StringComparison.Ordinal) || name.StartsWith("executor-", StringComparison.Ordinal)))
            .DefaultIfEmpty("")];

    public async Task InitializeAsync()
    {
        if (Corpus.Root is null)
        {
            return;
        }

        listener.Bind(new UnixDomainSocketEndPoint(HostPlace.Of(directory, Path.Combine(directory, "run")).Socket));
        listener.Listen();
        _ = WelcomeAsync();
        agent = await AgentServer.StartAsync(
            new()
            {
                Ip = "127.0.0.1",
                Port = 0,
                Master = ["127.0.0.1:1"],
                WorkDir = directory,
                RuntimeDir = Path.Combine(directory, "run"),
                Resources = "cpus:1;mem:100;disk:100",
            },
            store,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            default);
        await RecoveredAsync();
    }

    public async Task DisposeAsync()
    {
        if (agent is not null)
        {
            await agent.DisposeAsync();
        }

        listener.Dispose();
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [CorpusTheory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_refused_as_a_real_agent_refused_it(string file)
    {
        var request = await File.ReadAllBytesAsync(Corpus.PathOf(file));
        var expected = StatusOf(await File.ReadAllBytesAsync(Corpus.PathOf(file.Replace(".request.", ".response.", StringComparison.Ordinal))));
        var own = StatusOf(await AnswerAsync(request));

        // We take more than Mesos does: media types with parameters, and enum values by their numbers.
        var mayBeTaken = file.Contains("charset", StringComparison.Ordinal) || file.Contains("wrong-field-type", StringComparison.Ordinal);
        Assert.True(own == expected || (mayBeTaken && own is 200 or 400), $"answered {own} instead of {expected}");
    }

    private static int StatusOf(byte[] answer) =>
        int.Parse(Encoding.ASCII.GetString(answer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<byte[]> AnswerAsync(byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, agent!.Uri.Port);
        await socket.SendAsync(request);
        var answer = new byte[64];
        for (var read = 0; read < 12;)
        {
            var more = await socket.ReceiveAsync(answer.AsMemory(read));
            Assert.True(more > 0, "the connection was closed without an answer");
            read += more;
        }

        return answer;
    }

    private async Task RecoveredAsync()
    {
        using var http = new HttpClient();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await http.GetAsync(new Uri(agent!.Uri, "state"), timeout.Token)).StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            await Task.Yield();
        }
    }

    private async Task WelcomeAsync()
    {
        HostLinkEnd<HostEvent, HostCall>? end = null;
        var socket = await listener.AcceptAsync();
        end = new(socket, call => _ = call.Hello is not null && end!.Send(new() { Welcome = new() { Version = 1 } }));
    }
}
