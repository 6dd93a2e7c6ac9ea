using System.Net.Sockets;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance.Samples;

/// <summary>A request that was recorded with the answer that Mesos gave, and the same request put to ours.</summary>
/// <param name="Name">The recording, relative to the corpus, without its ending.</param>
internal sealed record RecordedExchange(string Name)
{
    /// <summary>What Mesos answered.</summary>
    public RecordedMessage Answer() => RecordedMessage.Read($"{Name}.response.http");

    /// <summary>Sends the recorded bytes to a server and reads its answer until it closes, or says nothing for a while.</summary>
    public async Task<RecordedMessage> ReplayAsync(Uri server)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Host, server.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(await File.ReadAllBytesAsync(Corpus.PathOf($"{Name}.request.http")));
        using var answer = new MemoryStream();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await stream.CopyToAsync(answer, timeout.Token);
        return RecordedMessage.Parse(answer.ToArray());
    }
}
