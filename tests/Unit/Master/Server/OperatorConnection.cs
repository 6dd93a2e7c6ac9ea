using System.Net.Http.Headers;
using Google.Protobuf;
using Kernel.Protocol;
using Mesos.V1.Master;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>An operator that speaks to a master over HTTP, in JSON or protobuf.</summary>
internal sealed class OperatorConnection(
    Uri master, MessageFormat format, AuthenticationHeaderValue? authorization = null) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly RecordIODecoder decoder = new();
    private readonly Queue<Event> events = new();
    private Stream? stream;

    public async Task<string> GetAsync(string path) => await http.GetStringAsync(new Uri(master, path));

    public async Task<Response> CallAsync(Call call)
    {
        using var answer = await PostAsync(call, HttpCompletionOption.ResponseContentRead);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync();
        return body.Length == 0 ? new() : Parse<Response>(body);
    }

    public async Task SubscribeAsync()
    {
        var answer = await PostAsync(new() { Type = Call.Types.Type.Subscribe }, HttpCompletionOption.ResponseHeadersRead);
        stream = await answer.Content.ReadAsStreamAsync();
    }

    /// <summary>The next event, heartbeats passed over.</summary>
    public async Task<Event> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            while (events.TryDequeue(out var next))
            {
                if (next.Type != Event.Types.Type.Heartbeat)
                {
                    return next;
                }
            }

            var buffer = new byte[16 * 1024];
            var count = await stream!.ReadAsync(buffer, timeout.Token);
            Assert.True(count > 0, "the stream has ended");
            foreach (var record in decoder.Push(buffer.AsSpan(0, count)))
            {
                events.Enqueue(Parse<Event>(record));
            }
        }
    }

    public void Dispose() => http.Dispose();

    private T Parse<T>(byte[] bytes)
        where T : class, IMessage<T>, new() =>
        format == MessageFormat.Json ? MesosJson.Parse<T>(bytes) : new MessageParser<T>(static () => new()).ParseFrom(bytes);

    private Task<HttpResponseMessage> PostAsync(Call call, HttpCompletionOption completion)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(master, "/api/v1"))
        {
            Content = new ByteArrayContent(MessageAnswer.Bytes(call, format)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Of(format));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.ParseAdd(MediaTypes.Of(format));
        return http.SendAsync(request, completion);
    }
}
