using System.Net;
using Mesos.V1.Scheduler;

namespace Kernel.Frameworks.Client;

/// <summary>Opens one event stream and tells what becomes of it.</summary>
internal sealed class EventReading(HttpClient http, Calls calls, SubscriptionEffect.Open open, Action<SubscriptionInput> tell)
{
    /// <summary>Where a master serves schedulers.</summary>
    public const string ApiPath = "/api/v1/scheduler";

    /// <summary>Reads the stream to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            using var request = calls.Request(new Uri(open.Master, ApiPath), open.Call);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
            await TakeAsync(response, stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or FormatException)
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
        if (response.StatusCode == HttpStatusCode.TemporaryRedirect && Leader(response) is { } leader)
        {
            tell(new SubscriptionInput.Redirected(open.Attempt, leader));
            return;
        }

        if (response.StatusCode != HttpStatusCode.OK || !response.Headers.TryGetValues(Calls.StreamIdHeader, out var streamId))
        {
            var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master} answered {(int)response.StatusCode}: {text}"));
            return;
        }

        tell(new SubscriptionInput.Opened(open.Attempt, streamId.First()));
        await calls.ReadAsync<Event>(response, Receive, stop).ConfigureAwait(false);
        tell(new SubscriptionInput.Ended(open.Attempt, $"{open.Master}: the master closed the stream"));
    }

    private Task Receive(Event message)
    {
        tell(new SubscriptionInput.Received(open.Attempt, message));
        return Task.CompletedTask;
    }

    /// <summary>
    /// The master that a redirect names. It is relative to the protocol, <c>//host:port/path</c> (mesos.md 1.6), which
    /// is not left to
    /// the header's parser: on Unix that takes it for a file.
    /// </summary>
    private Uri? Leader(HttpResponseMessage response)
    {
        var location = response.Headers.TryGetValues("Location", out var values) ? values.First() : "";
        var text = location.StartsWith("//", StringComparison.Ordinal) ? $"{open.Master.Scheme}:{location}" : location;
        return Uri.TryCreate(text, UriKind.Absolute, out var leader) && leader.Scheme is "http" or "https"
            ? new Uri(leader!.GetLeftPart(UriPartial.Authority)) : null;
    }
}
