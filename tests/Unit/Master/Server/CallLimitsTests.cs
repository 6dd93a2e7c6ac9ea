using System.Net;
using Kernel.Master.Server;
using Kernel.Master.Server.Scheduler;
using Kernel.Protocol;
using Kernel.Store;
using Kernel.Tests.Support;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging.Abstractions;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class CallLimitsTests
{
    private readonly ManualTime time = new();

    [Fact]
    public async Task Each_principal_has_its_own_rate_and_all_others_share_one()
    {
        var limits = CallLimits.Read(
            """{"limits": [{"principal": "slow", "qps": 1, "capacity": 1}, {"principal": "free"}], "aggregate_default_qps": 2}""", time)!;

        Assert.True(await limits.EnterAsync("slow", default));
        var second = limits.EnterAsync("slow", default);
        Assert.False(await limits.EnterAsync("slow", default));
        Assert.True(await limits.EnterAsync("free", default));
        Assert.True(await limits.EnterAsync("free", default));
        Assert.True(await limits.EnterAsync(null, default));
        var shared = limits.EnterAsync("unnamed", default);
        Assert.False(shared.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await shared);
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await second);
    }

    [Theory]
    [InlineData("""{"limits": [{"qps": 1}]}""")]
    [InlineData("""{"limits": [{"principal": "a", "qps": 0}]}""")]
    [InlineData("""{"limits": [{"principal": "a"}, {"principal": "a"}]}""")]
    [InlineData("fast")]
    public void Limits_that_mean_nothing_are_refused(string json) => Assert.StartsWith(
        "Failed to load flag 'rate_limits': ", Assert.Throws<FormatException>(() => CallLimits.Read(json, time)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_framework_that_exceeds_its_capacity_is_told_and_cut_off_and_others_are_not()
    {
        await using var store = new InMemoryStore();
        await using var master = await MasterServer.StartAsync(
            new()
            {
                Ip = "127.0.0.1",
                Port = FreePort(),
                RateLimits = """{"limits": [{"principal": "hasty", "qps": 0.001, "capacity": 0}]}""",
            },
            store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
        using var hasty = new SchedulerConnection(master.Uri, MessageFormat.Json);
        using var calm = new SchedulerConnection(master.Uri, MessageFormat.Json);
        var id = await SubscribeAsync(hasty, "hasty");
        var other = await SubscribeAsync(calm, "calm");

        Assert.Equal(202, await ReviveAsync(hasty, id));
        Assert.Equal(403, await ReviveAsync(hasty, id));
        Assert.Contains("capacity", (await hasty.NextAsync(EventType.Error))!.Error.Message, StringComparison.Ordinal);
        Assert.Null(await hasty.NextAsync(EventType.Heartbeat));
        Assert.Equal(202, await ReviveAsync(calm, other));
        Assert.Equal(202, await ReviveAsync(calm, other));
    }

    private static async Task<FrameworkID> SubscribeAsync(SchedulerConnection scheduler, string principal)
    {
        var info = new FrameworkInfo { User = "nobody", Name = principal, Principal = principal, Roles = { "web" } };
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = FrameworkInfo.Types.Capability.Types.Type.MultiRole });
        await scheduler.SubscribeAsync(new() { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } });
        return (await scheduler.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
    }

    private static async Task<int> ReviveAsync(SchedulerConnection scheduler, FrameworkID id) =>
        (await scheduler.CallAsync(new() { Type = Call.Types.Type.Revive, FrameworkId = id })).Status;

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
