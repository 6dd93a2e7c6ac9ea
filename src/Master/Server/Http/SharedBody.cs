using System.Text.Json;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>
/// A large answer that is the same for all who are given the same view: it is written once. It is kept for a while, until the state is
/// another; then the memory of what none reads any more is given to the next.
/// </summary>
/// <param name="contentType">Its media type.</param>
/// <param name="write">Writes it.</param>
/// <param name="hit">Is told that somebody is given what was written for another.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedBody(string contentType, Action<BodyBuffer, MasterView> write, Action hit, TimeProvider time)
{
    /// <summary>Of one state there are several views, of people who may see different things.</summary>
    private const int KeptMax = 4;

    private readonly Lock gate = new();
    private readonly List<Written> kept = [];
    private ITimer? forgetting;

    /// <summary>One in JSON.</summary>
    public static SharedBody OfJson(Action<Utf8JsonWriter, MasterView> write, Action hit, TimeProvider time) => new(
        MediaTypes.Json,
        (output, view) =>
        {
            using var json = new Utf8JsonWriter(output, MesosJson.WriterOptions);
            write(json, view);
        },
        hit,
        time);

    /// <summary>Sends it. Who comes while it is being written waits without holding a thread.</summary>
    public async Task SendAsync(HttpContext context, MasterView view)
    {
        var written = Enter(view);
        try
        {
            var body = await written.Body.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            await body.SendAsync(context, contentType).ConfigureAwait(false);
        }
        finally
        {
            Leave(written);
        }
    }

    private Written Enter(MasterView view)
    {
        lock (gate)
        {
            var written = kept.Find(one => ReferenceEquals(one.View, view));
            if (written is null)
            {
                ForgetUnlike(view);
                kept.Add(written = new(view, BeginWrite(view)));
            }
            else
            {
                hit();
            }

            written.Readers++;
            return written;
        }
    }

    /// <summary>Writing takes a thread for a while, which the pool would miss.</summary>
    private Task<BodyBuffer> BeginWrite(MasterView view) => Task.Factory.StartNew(
        () =>
        {
            var body = new BodyBuffer();
            write(body, view);
            return body;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private void Leave(Written written)
    {
        lock (gate)
        {
            written.Readers--;
            if (written.Body.IsFaulted)
            {
                Forget(written);
            }

            Release(written);
            forgetting ??= time.CreateTimer(_ => ForgetAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            forgetting.Change(ViewSource.Kept, Timeout.InfiniteTimeSpan);
        }
    }

    private void ForgetUnlike(MasterView view)
    {
        foreach (var old in kept.Where(one => !one.View.IsOfSameState(view)).Concat(kept.Take(kept.Count + 1 - KeptMax)).ToList())
        {
            Forget(old);
        }
    }

    private void ForgetAll()
    {
        lock (gate)
        {
            kept.ToList().ForEach(Forget);
        }
    }

    private void Forget(Written written)
    {
        kept.Remove(written);
        written.IsForgotten = true;
        Release(written);
    }

    /// <summary>
    /// Gives back, once, the memory of what is forgotten and has no readers. What all gave up while it was written is left to the collector.
    /// </summary>
    private static void Release(Written written)
    {
        if (written is { IsForgotten: true, Readers: 0, Body.IsCompletedSuccessfully: true })
        {
            written.Body.Result.Dispose();
        }
    }

    private sealed class Written(MasterView view, Task<BodyBuffer> body)
    {
        public MasterView View => view;

        public Task<BodyBuffer> Body => body;

        public int Readers { get; set; }

        public bool IsForgotten { get; set; }
    }
}
