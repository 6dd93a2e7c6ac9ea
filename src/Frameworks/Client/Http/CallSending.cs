using System.Net;
using System.Threading.Channels;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kernel.Frameworks.Client;

/// <summary>
/// Sends calls one after the other, in order, from a bounded queue. After a call that may be lost nothing more is sent
/// under
/// the same subscription.
/// </summary>
/// <param name="http">Sends.</param>
/// <param name="calls">How they are written.</param>
/// <param name="time">The clock of the timeout.</param>
/// <param name="lost">Told of a call that may be lost: the stream it showed, and why.</param>
/// <param name="log">Hears of calls that were refused.</param>
internal sealed partial class CallSending(HttpClient http, Calls calls, TimeProvider time, Action<string, string> lost, ILogger log)
{
    private const int QueuedMax = 10_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

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
        string? broken = null;
        await foreach (var (master, streamId, call) in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (streamId != broken && !await TrySendAsync(master, streamId, call).ConfigureAwait(false))
            {
                broken = streamId;
            }
        }
    }

    private async Task<bool> TrySendAsync(Uri master, string streamId, Call call)
    {
        using var patience = new CancellationTokenSource(Timeout, time);
        try
        {
            using var request = calls.Request(new Uri(master, EventReading.ApiPath), call);
            request.Headers.Add(Calls.StreamIdHeader, streamId);
            using var response = await http.SendAsync(request, patience.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            var text = await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
            Refused(log, call.Type, (int)response.StatusCode, text);
            if (!EndsSubscription(response.StatusCode))
            {
                return true;
            }

            lost(streamId, $"{call.Type}: {(int)response.StatusCode} {text}");
            return false;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            Lost(log, call.Type, failure.Message);
            lost(streamId, $"{call.Type}: {failure.Message}");
            return false;
        }
    }

    /// <summary>
    /// Whether a status says that the master no longer leads or no longer knows us, rather than that the call was
    /// wrong.
    /// </summary>
    private static bool EndsSubscription(HttpStatusCode status) =>
        status == HttpStatusCode.Forbidden || (int)status is (>= 300 and < 400) or >= 500;

    [LoggerMessage(1, LogLevel.Warning, "{Call} was refused: {Status} {Text}")]
    private static partial void Refused(ILogger log, Call.Types.Type call, int status, string text);

    [LoggerMessage(2, LogLevel.Warning, "{Call} was lost: {Reason}")]
    private static partial void Lost(ILogger log, Call.Types.Type call, string reason);
}
