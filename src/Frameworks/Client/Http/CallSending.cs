using System.Threading.Channels;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kernel.Frameworks.Client;

/// <summary>Sends calls one after the other, in order, from a bounded queue.</summary>
internal sealed partial class CallSending(HttpClient http, ILogger log)
{
    private const int QueuedMax = 10_000;

    private readonly Channel<(Uri Master, string StreamId, Call Call)> queue =
        Channel.CreateBounded<(Uri, string, Call)>(new BoundedChannelOptions(QueuedMax) { SingleReader = true });

    /// <summary>Queues a call; never blocks.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool TrySend(Uri master, string streamId, Call call) => queue.Writer.TryWrite((master, streamId, call));

    /// <summary>Takes no more calls; <see cref="RunAsync"/> ends once those that wait are sent.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>Sends until <see cref="Complete"/> is called.</summary>
    public async Task RunAsync()
    {
        await foreach (var (master, streamId, call) in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await SendAsync(master, streamId, call).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Uri master, string streamId, Call call)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(master, "/api/v1/scheduler")) { Content = Calls.Content(call) };
            request.Headers.Add(Calls.StreamIdHeader, streamId);
            using var response = await http.SendAsync(request).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
                Refused(log, call.Type, (int)response.StatusCode, text);
            }
        }
        catch (HttpRequestException failure)
        {
            // The master is gone; once another leads, the framework reconciles.
            Lost(log, call.Type, failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Call} was refused: {Status} {Text}")]
    private static partial void Refused(ILogger log, Call.Types.Type call, int status, string text);

    [LoggerMessage(2, LogLevel.Warning, "{Call} was lost: {Reason}")]
    private static partial void Lost(ILogger log, Call.Types.Type call, string reason);
}
