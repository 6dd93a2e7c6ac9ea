using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Kernel.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Kernel.Tests.Unit.Frameworks.Client;

/// <summary>A master or agent that does what the test says: each request is handed to the test, which answers it.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly Channel<FakeRequest> requests = Channel.CreateUnbounded<FakeRequest>();
    private readonly ConcurrentBag<FakeRequest> open = [];

    private FakePeer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1));
        web = builder.Build();
        web.Run(ServeAsync);
    }

    public Uri Uri => new(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakePeer> StartAsync()
    {
        var peer = new FakePeer();
        await peer.web.StartAsync();
        return peer;
    }

    /// <summary>The next request; the test fails if none comes.</summary>
    public async Task<FakeRequest> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await requests.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var request in open)
        {
            request.Cut();
        }

        await web.StopAsync(new CancellationToken(canceled: true));
        await web.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new FakeRequest(context, body.ToArray());
        open.Add(request);
        requests.Writer.TryWrite(request);
        await request.Ended;
    }
}

/// <summary>A request that the test answers.</summary>
internal sealed class FakeRequest(HttpContext context, byte[] body)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => ended.Task;

    public string Path => context.Request.Path.Value!;

    public string? Header(string name) => context.Request.Headers[name].FirstOrDefault();

    public T Call<T>()
        where T : IMessage<T>, new()
    {
        if (context.Request.ContentType == MediaTypes.Json)
        {
            return MesosJson.Parse<T>(body);
        }

        var call = new T();
        call.MergeFrom(body);
        return call;
    }

    public async Task AnswerAsync(int status, string text = "", string? location = null)
    {
        context.Response.StatusCode = status;
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        await context.Response.WriteAsync(text);
        ended.SetResult();
    }

    public async Task OpenStreamAsync(string streamId)
    {
        context.Response.Headers["Mesos-Stream-Id"] = streamId;
        context.Response.ContentType = context.Request.ContentType;
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Sends an event in pieces of a size.</summary>
    public async Task SendAsync(IMessage message, int pieceBytes = int.MaxValue)
    {
        var framed = RecordIO.Frame(context.Request.ContentType == MediaTypes.Json ? MesosJson.Write(message) : message.ToByteArray());
        for (var at = 0; at < framed.Length; at += Math.Min(pieceBytes, framed.Length))
        {
            await context.Response.Body.WriteAsync(framed.AsMemory(at, Math.Min(pieceBytes, framed.Length - at)));
            await context.Response.Body.FlushAsync();
        }
    }

    public void End() => ended.TrySetResult();

    public void Cut()
    {
        if (!ended.Task.IsCompleted)
        {
            context.Abort();
            ended.TrySetResult();
        }
    }
}
