using System.Net;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Store;
using Kernel.Tests.Support;
using Kernel.Tests.Unit.Runtime.Logs;
using Mesos.V1.Master;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What an operator does to the log of a whole master.</summary>
public sealed class LoggingTests : IAsyncLifetime
{
    private readonly InMemoryStore store = new();
    private readonly ManualTime time = new();
    private readonly Heard heard = new();
    private ILoggerFactory loggers = null!;
    private MasterServer master = null!;

    public async Task InitializeAsync()
    {
        loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(heard));
        master = await MasterServer.StartAsync(new() { Ip = "127.0.0.1", Port = FreePort() }, store, time, loggers);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await store.DisposeAsync();
        loggers.Dispose();
    }

    [Fact]
    public async Task A_raised_level_shows_requests_until_its_time_is_over()
    {
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);
        await operators.GetAsync("/version");
        Assert.Equal("", await operators.GetAsync("/logging/toggle?level=1&duration=10mins"));
        Assert.Equal("1\n", await operators.GetAsync("/logging/toggle"));
        await operators.GetAsync("/health");
        time.Advance(TimeSpan.FromMinutes(10));
        await operators.GetAsync("/flags");

        Assert.Equal("0\n", await operators.GetAsync("/logging/toggle"));
        var requests = heard.Lines.Where(static line => line.StartsWith("Debug HTTP GET", StringComparison.Ordinal)).ToList();
        Assert.Equal(["/logging/toggle", "/health"], requests.Select(static line => line.Split(' ')[4]));
    }

    [Fact]
    public async Task The_operator_API_raises_the_level_too_and_refuses_a_duration_that_is_none()
    {
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Protobuf);
        await operators.CallAsync(Raise(2, nanoseconds: 1_000_000_000));
        Assert.Equal(2u, (await operators.CallAsync(new() { Type = Call.Types.Type.GetLoggingLevel })).GetLoggingLevel.Level);
        Assert.Contains(heard.Lines, static line => line.StartsWith("Trace ", StringComparison.Ordinal) || line.Contains("HTTP POST"));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => operators.CallAsync(Raise(2, nanoseconds: 0)));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static Call Raise(uint level, long nanoseconds) => new()
    {
        Type = Call.Types.Type.SetLoggingLevel,
        SetLoggingLevel = new() { Level = level, Duration = new() { Nanoseconds = nanoseconds } },
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
