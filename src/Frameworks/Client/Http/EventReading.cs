using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Kernel.Protocol;
using Mesos.V1.Scheduler;

namespace Kernel.Frameworks.Client;

/// <summary>Opens one event stream and tells what becomes of it.</summary>
internal sealed class EventReading(HttpClient http, SubscriptionEffect.Open open, Action<SubscriptionInput> tell)
{
    private const string ApiPath = "/api/v1/scheduler";

    /// <summary>Reads the stream to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(open.Master, ApiPath)) { Content = Calls.Content(open.Call) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypes.Protobuf));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
            await TakeAsync(response, stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or FormatException or InvalidProtocolBufferException)
        {
            tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master}: {failure.Message}"));
        }
        catch (OperationCanceledException)
        {
            tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master}: closed"));
        }
    }

    private async Task TakeAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.StatusCode == HttpStatusCode.TemporaryRedirect && response.Headers.Location is { } location)
        {
            // The location is relative to the protocol: //host:port/path.
            var leader = new Uri(open.Master, location);
            tell(new SubscriptionInput.Redirected(open.Attempt, new Uri(leader.GetLeftPart(UriPartial.Authority))));
            return;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master} answered {(int)response.StatusCode}: {text}"));
            return;
        }

        tell(new SubscriptionInput.Opened(open.Attempt, response.Headers.GetValues(Calls.StreamIdHeader).First()));
        await ReadAsync(response, stop).ConfigureAwait(false);
        tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master}: the master closed the stream"));
    }

    private async Task ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var decoder = new RecordIODecoder();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                foreach (var record in decoder.Push(buffer.AsSpan(0, read)))
                {
                    tell(new SubscriptionInput.Received(open.Attempt, Event.Parser.ParseFrom(record)));
                }
            }
        }
    }
}
