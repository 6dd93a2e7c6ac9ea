using System.Net.Http.Headers;
using Google.Protobuf;
using Kernel.Protocol;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>A scheduler that speaks to a master over HTTP, in JSON or protobuf.</summary>
internal sealed class SchedulerConnection(
    Uri master, MessageFormat format, AuthenticationHeaderValue? authorization = null) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly RecordIODecoder decoder = new();
    private readonly Queue<Event> events = new();
    private Stream? stream;

    public string StreamId { get; private set; } = "";

    public HttpResponseMessage? Answer { get; private set; }

    public async Task SubscribeAsync(Call call)
    {
        Answer = await PostAsync(call, HttpCompletionOption.ResponseHeadersRead);
        StreamId = Answer.Headers.TryGetValues("Mesos-Stream-Id", out var ids) ? ids.Single() : "";
        stream = await Answer.Content.ReadAsStreamAsync();
    }

    public async Task<(int Status, string Body)> CallAsync(Call call)
    {
        using var answer = await PostAsync(call, HttpCompletionOption.ResponseContentRead);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The next event of a type; null if the stream ends before.</summary>
    public async Task<Event?> NextAsync(Event.Types.Type type)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            while (events.TryDequeue(out var next))
            {
                if (next.Type == type)
                {
                    return next;
                }
            }

            var buffer = new byte[16 * 1024];
            var count = await stream!.ReadAsync(buffer, timeout.Token);
            if (count == 0)
            {
                return null;
            }

            foreach (var record in decoder.Push(buffer.AsSpan(0, count)))
            {
                events.Enqueue(format == MessageFormat.Json ? MesosJson.Parse<Event>(record) : Event.Parser.ParseFrom(record));
            }
        }
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> PostAsync(Call call, HttpCompletionOption completion)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(master, "/api/v1/scheduler"))
        {
            Content = new ByteArrayContent(MessageAnswer.Bytes(call, format)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Of(format));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.ParseAdd(MediaTypes.Of(format));
        if (call.Type != Call.Types.Type.Subscribe)
        {
            request.Headers.Add("Mesos-Stream-Id", StreamId);
        }

        return http.SendAsync(request, completion);
    }
}
