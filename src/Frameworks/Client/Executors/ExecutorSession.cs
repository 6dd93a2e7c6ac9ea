using System.Net;
using System.Threading.Channels;
using Mesos.V1.Executor;

namespace Kernel.Frameworks.Client;

/// <summary>
/// One attempt of an executor at a subscription: its stream, and the calls beside it, one after the other.
/// </summary>
internal sealed class ExecutorSession(HttpClient http, Calls calls, Uri api, int attempt, Func<ExecutorInput, ValueTask> tell)
{
    private const int CallsQueuedMax = 10_000;

    private readonly CancellationTokenSource end = new();
    private readonly Channel<Call> waiting = Channel.CreateBounded<Call>(CallsQueuedMax);
    private Task sending = Task.CompletedTask;

    /// <summary>Subscribes, reads and sends, in the background.</summary>
    internal void Begin(Call subscribe)
    {
        _ = Task.Run(() => TellEndAsync(() => ReadAsync(subscribe)));
        sending = Task.Run(() => TellEndAsync(SendAsync));
    }

    /// <summary>Makes a call, after those before it. If too many wait the session is over.</summary>
    internal void Send(Call call)
    {
        if (!waiting.Writer.TryWrite(call))
        {
            waiting.Writer.TryComplete();
        }
    }

    /// <summary>Closes the connections, once the calls that wait are sent.</summary>
    internal async Task FlushAsync(TimeSpan patience, TimeProvider time)
    {
        waiting.Writer.TryComplete();
        await Task.WhenAny(sending, Task.Delay(patience, time)).ConfigureAwait(false);
        End();
    }

    /// <summary>Closes the connections.</summary>
    internal void End() => end.Cancel();

    private async Task TellEndAsync(Func<Task<ExecutorInput.Ended>> work)
    {
        try
        {
            await tell(await work().ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or FormatException
            && !end.IsCancellationRequested)
        {
            await TellAsync(new(attempt, failure.Message)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException
            or IOException or HttpRequestException)
        {
            // The session was ended on purpose, or nobody listens any more.
        }
    }

    private async Task TellAsync(ExecutorInput.Ended ended)
    {
        try
        {
            await tell(ended).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task<ExecutorInput.Ended> ReadAsync(Call subscribe)
    {
        using var request = calls.Request(api, subscribe);
        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return await RefusalAsync(response).ConfigureAwait(false);
        }

        await calls.ReadAsync<Event>(
            response, said => tell(new ExecutorInput.Received(attempt, said)).AsTask(), end.Token).ConfigureAwait(false);
        return new(attempt, "the agent closed the stream");
    }

    private async Task<ExecutorInput.Ended> SendAsync()
    {
        await foreach (var call in waiting.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
        {
            using var request = calls.Request(api, call);
            using var response = await http.SendAsync(request, end.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return await RefusalAsync(response).ConfigureAwait(false);
            }
        }

        return new(attempt, "too many calls wait");
    }

    /// <summary>
    /// An agent that recovers answers 503, or 404 while it has no API yet; any other refusal is for good (mesos.md
    /// 3.5).
    /// </summary>
    private async Task<ExecutorInput.Ended> RefusalAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(end.Token).ConfigureAwait(false);
        return new(
            attempt,
            $"the agent answered {(int)response.StatusCode}: {text}",
            response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.NotFound));
    }
}
