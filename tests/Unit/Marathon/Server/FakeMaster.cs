using System.Net;
using System.Text;
using System.Threading.Channels;
using Google.Protobuf;
using Mesos.V1.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Marathon.Server;

/// <summary>
/// A master as far as a scheduler sees one: it accepts a subscription, offers one large agent whenever offers are asked
/// for, has
/// every task run at once, and ends those that are killed.
/// </summary>
internal sealed class FakeMaster : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly Channel<Event> events = Channel.CreateUnbounded<Event>();
    private readonly Lock gate = new();
    private int offers;

    private FakeMaster(WebApplication web) => this.web = web;

    internal int Port { get; private set; }

    /// <summary>Whether tasks are left staging.</summary>
    internal bool HoldsTasks { get; set; }

    internal List<Call> Calls { get; } = [];

    internal static async Task<FakeMaster> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var master = new FakeMaster(web);
        web.Run(master.ServeAsync);
        await web.StartAsync();
        master.Port = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return master;
    }

    internal void Say(Event said) => events.Writer.TryWrite(said);

    public ValueTask DisposeAsync()
    {
        events.Writer.TryComplete();
        return web.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = Call.Parser.ParseFrom(body.ToArray());
        if (call.Type == Call.Types.Type.Subscribe)
        {
            await StreamAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        lock (gate)
        {
            Calls.Add(call);
            Hear(call);
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Headers["Mesos-Stream-Id"] = "stream";
        Say(new()
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new()
            {
                FrameworkId = new() { Value = "framework" },
                HeartbeatIntervalSeconds = 15,
                MasterInfo = new() { Id = "m", Ip = 0x0100007f, Port = (uint)Port, Hostname = "localhost" },
            },
        });
        await foreach (var said in events.Reader.ReadAllAsync(context.RequestAborted))
        {
            var bytes = said.ToByteArray();
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length}\n"));
            await context.Response.Body.WriteAsync(bytes);
            await context.Response.Body.FlushAsync();
        }
    }

    private void Hear(Call call)
    {
        switch (call.Type)
        {
            case Call.Types.Type.Revive:
                Offer();
                break;
            case Call.Types.Type.Accept:
                foreach (var task in call.Accept.Operations.SelectMany(static operation => operation.Launch.TaskInfos))
                {
                    Update(task.TaskId.Value, HoldsTasks ? V1.TaskState.TaskStaging : V1.TaskState.TaskRunning);
                }

                Offer();
                break;
            case Call.Types.Type.Kill:
                Update(call.Kill.TaskId.Value, V1.TaskState.TaskKilled);
                break;
        }
    }

    internal void Update(string task, V1.TaskState state) => Say(new()
    {
        Type = Event.Types.Type.Update,
        Update = new()
        {
            Status = new()
            {
                TaskId = new() { Value = task },
                State = state,
                AgentId = new() { Value = "agent" },
                Uuid = ByteString.CopyFromUtf8("uuid"),
            },
        },
    });

    private void Offer()
    {
        var offer = new V1.Offer
        {
            Id = new() { Value = $"offer-{offers++}" },
            FrameworkId = new() { Value = "framework" },
            AgentId = new() { Value = "agent" },
            Hostname = "127.0.0.1",
            AllocationInfo = new() { Role = "*" },
        };
        offer.Resources.Add(Scalar("cpus", 100));
        offer.Resources.Add(Scalar("mem", 100_000));
        offer.Resources.Add(Scalar("disk", 100_000));
        offer.Resources.Add(new V1.Resource
        {
            Name = "ports",
            Type = V1.Value.Types.Type.Ranges,
            Ranges = new() { Range = { new V1.Value.Types.Range { Begin = 31_000, End = 32_000 } } },
        });
        Say(new() { Type = Event.Types.Type.Offers, Offers = new() { Offers_ = { offer } } });
    }

    private static V1.Resource Scalar(string name, double value) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = value },
    };
}
