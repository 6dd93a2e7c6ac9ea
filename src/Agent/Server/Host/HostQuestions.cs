using System.Collections.Concurrent;
using System.Globalization;
using Kernel.Messages.Host;

namespace Kernel.Agent.Server.Host;

/// <summary>Requests to an executor host that it answers by name.</summary>
public sealed class HostQuestions
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Answer>> waiting = new(StringComparer.Ordinal);
    private long asked;

    /// <summary>Asks, and waits for the answer; one that the host cannot give any more says so.</summary>
    /// <param name="ask">Makes the call, given the name of the request.</param>
    /// <param name="send">Sends it; false if there is no host.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<Answer> AskAsync(Func<string, HostCall> ask, Func<HostCall, bool> send, CancellationToken stop)
    {
        var request = Interlocked.Increment(ref asked).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[request] = answer;
        try
        {
            return send(ask(request)) ? await answer.Task.WaitAsync(stop).ConfigureAwait(false) : Lost;
        }
        finally
        {
            waiting.TryRemove(request, out _);
        }
    }

    /// <summary>Takes an answer, if the event is one.</summary>
    public void Received(HostEvent message)
    {
        if (message.Answer is { } answer && waiting.TryGetValue(answer.Request, out var pending))
        {
            pending.TrySetResult(answer);
        }
    }

    /// <summary>The host is gone: nothing that was asked will be answered.</summary>
    public void Forget()
    {
        foreach (var pending in waiting.Values)
        {
            pending.TrySetResult(Lost);
        }
    }

    private static Answer Lost =>
        new() { Outcome = Answer.Types.Outcome.Failed, Message = "The executor host is gone" };
}
