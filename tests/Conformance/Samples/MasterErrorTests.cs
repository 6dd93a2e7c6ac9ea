using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kernel.Master.Server;
using Kernel.Store;
using Kernel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Conformance.Samples;

/// <summary>What the master refuses, and in which words, is what Mesos refused when it was asked the same bytes.</summary>
public sealed partial class MasterErrorTests : IAsyncLifetime
{
    private const string Errors = "samples/mesos/run/errors";
    private const string Writes = "samples/mesos/run/writes";

    /// <summary>We read media types without their parameters, on purpose; and some subscribe for good.</summary>
    private static readonly string[] NotCompared =
    [
        "scheduler-content-type-charset", "scheduler-accept-star", "scheduler-json-unknown-field",
        "scheduler-subscribe-negative-failover",
    ];

    private readonly InMemoryStore store = new();
    private MasterServer master = null!;

    public static TheoryData<string> SchedulerRequests =>
    [
        .. Corpus.Files(Errors, "scheduler-*.request.http")
            .Select(static file => file.Replace(".request.http", "", StringComparison.Ordinal))
            .Where(static name => !NotCompared.Contains(Path.GetFileName(name)))
            .DefaultIfEmpty(""),
    ];

    public static TheoryData<string> WriteRequests =>
    [
        .. new[]
        {
            "DELETE_quota-unknown", "POST_machine_down-unknown", "POST_maintenance_schedule-dup", "POST_reserve-bad-agent",
            "POST_reserve-empty", "POST_teardown-missing", "POST_teardown-unknown", "PUT_weights-bad", "PUT_weights",
            "POST_maintenance_schedule", "POST_quota",
        }.Select(static name => $"{Writes}/{name}"),
    ];

    public async Task InitializeAsync()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        master = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = port }, store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await store.DisposeAsync();
    }

    [CorpusTheory]
    [MemberData(nameof(SchedulerRequests))]
    public Task The_scheduler_API_refuses_as_Mesos_does(string name) => CompareAsync(name);

    [CorpusTheory]
    [MemberData(nameof(WriteRequests))]
    public Task Operators_are_answered_as_Mesos_does(string name) => CompareAsync(name);

    private async Task CompareAsync(string name)
    {
        var exchange = new RecordedExchange(name);
        var expected = exchange.Answer();

        var actual = await exchange.ReplayAsync(master.Uri);

        Assert.Equal((expected.Status, Words(expected.Body)), (actual.Status, Words(actual.Body)));
        Assert.Equal(expected.Header("Allow"), actual.Header("Allow"));
        Assert.Equal(expected.Header("Content-Type"), actual.Header("Content-Type"));
    }

    /// <summary>What a body says, whatever the JSON parser thinks of the place of a mistake.</summary>
    private static string Words(byte[] body) => Place().Replace(Encoding.UTF8.GetString(body), "$1");

    [GeneratedRegex("(Failed to parse body into JSON).*", RegexOptions.Singleline)]
    private static partial Regex Place();
}
