using System.Runtime.CompilerServices;
using System.Text.Json;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>A large answer that is the same for all who are given the same view: it is written once, and goes with the view.</summary>
/// <param name="contentType">Its media type.</param>
/// <param name="write">Writes it.</param>
/// <param name="hit">Is told that somebody is given what was written for another.</param>
internal sealed class SharedBody(string contentType, Action<BodyBuffer, MasterView> write, Action hit)
{
    private readonly ConditionalWeakTable<MasterView, Lazy<Task<BodyBuffer>>> bodies = [];

    /// <summary>One in JSON.</summary>
    public static SharedBody OfJson(Action<Utf8JsonWriter, MasterView> write, Action hit) => new(
        MediaTypes.Json,
        (output, view) =>
        {
            using var json = new Utf8JsonWriter(output, MesosJson.WriterOptions);
            write(json, view);
        },
        hit);

    /// <summary>Sends it. Who comes while it is being written waits without holding a thread.</summary>
    public async Task SendAsync(HttpContext context, MasterView view)
    {
        if (bodies.TryGetValue(view, out _))
        {
            hit();
        }

        var body = await bodies.GetValue(view, Begin).Value.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        await body.SendAsync(context, contentType).ConfigureAwait(false);
    }

    private Lazy<Task<BodyBuffer>> Begin(MasterView view) => new(() => Task.Run(() =>
    {
        // Nobody knows who reads it last: its pieces are left to the garbage collector.
        var body = new BodyBuffer();
        write(body, view);
        return body;
    }));
}
