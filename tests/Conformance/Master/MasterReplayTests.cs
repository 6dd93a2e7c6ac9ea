using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kernel.Master.Server;
using Kernel.Store;
using Kernel.Tests.Conformance.Samples;
using Kernel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Tests.Conformance.Master;

/// <summary>A master of ours that is asked the bytes that a real one was asked, with nothing registered at either.</summary>
public sealed partial class MasterReplayTests(MasterReplayTests.Running running) : IClassFixture<MasterReplayTests.Running>
{
    private const string Errors = "samples/mesos/run/errors";
    private const string Legacy = "samples/mesos/empty/master-legacy";

    /// <summary>We read media types without their parameters, on purpose; requests that are answered 200 are compared elsewhere.</summary>
    private static readonly string[] NotCompared = ["master-op-content-type-charset", "master-op-json-unknown-field"];

    /// <summary>Parts that we do not have: libprocess's profilers and help, the replicated log, the web UI; .json names that we serve again.</summary>
    private static readonly string[] NotServed =
    [
        "__processes__", "help", "memory-profiler", "profiler", "registrar", "GET_root", "allocator", "GET_master_state.json", "_api_v1",
    ];

    public static TheoryData<string> OperatorErrors => Names(Errors, "master-op-*.request.http", NotCompared);

    public static TheoryData<string> LegacyRequests => Names(Legacy, "GET_*.request.http", NotServed);

    public static TheoryData<string> Calls => Names("samples/mesos/empty/master-v1", "*.request.http", []);

    public static TheoryData<string> ProtobufCalls => Names("samples/mesos/empty/master-v1-pb", "*.request.http", []);

    [CorpusTheory]
    [MemberData(nameof(OperatorErrors))]
    public async Task Operators_are_refused_as_by_a_real_master(string name)
    {
        var (expected, actual) = await ReplayAsync(name);
        Assert.Equal((expected.Status, Words(expected.Body)), (actual.Status, Words(actual.Body)));
        Assert.Equal(expected.Header("Allow"), actual.Header("Allow"));
        Assert.Equal(expected.Header("Content-Type"), actual.Header("Content-Type"));
    }

    [CorpusTheory]
    [MemberData(nameof(LegacyRequests))]
    public async Task Older_endpoints_answer_as_a_real_master(string name)
    {
        var (expected, actual) = await ReplayAsync(name);
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.Header("Location") is null, actual.Header("Location") is null);
        if (expected.Body.Length > 0)
        {
            Assert.Equal(expected.Header("Content-Type"), actual.Header("Content-Type"));
        }

        if (expected.Header("Content-Type") == "application/json" && !name.Contains("metrics", StringComparison.Ordinal))
        {
            AssertFields(expected.Body, actual.Body);
        }
    }

    [CorpusTheory]
    [MemberData(nameof(Calls))]
    public async Task Calls_are_answered_with_the_fields_of_a_real_master(string name)
    {
        var (expected, actual) = await ReplayAsync(name);
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.Header("Content-Type"), actual.Header("Content-Type"));
        if (!name.Contains("GET_METRICS", StringComparison.Ordinal))
        {
            AssertFields(expected.Body, actual.Body);
        }
    }

    [CorpusTheory]
    [MemberData(nameof(ProtobufCalls))]
    public async Task Calls_in_protobuf_are_answered_in_it(string name)
    {
        var (expected, actual) = await ReplayAsync(name);
        Assert.Equal((expected.Status, expected.Header("Content-Type")), (actual.Status, actual.Header("Content-Type")));
        var real = global::Mesos.V1.Master.Response.Parser.ParseFrom(expected.Body);
        Assert.Equal(real.Type, global::Mesos.V1.Master.Response.Parser.ParseFrom(actual.Body).Type);
    }

    [CorpusTheory]
    [InlineData("GET_metrics_snapshot")]
    public async Task Every_metric_of_a_real_master_is_there(string name)
    {
        var (expected, actual) = await ReplayAsync($"{Legacy}/{name}");
        using var real = JsonDocument.Parse(expected.Body);
        using var ours = JsonDocument.Parse(actual.Body);
        var missing = real.RootElement.EnumerateObject()
            .Select(static metric => metric.Name)
            .Where(metric => !ours.RootElement.TryGetProperty(metric, out _));
        Assert.Equal([], missing);
    }

    private static TheoryData<string> Names(string folder, string pattern, string[] without) =>
    [
        .. Corpus.Files(folder, pattern)
            .Select(static file => file.Replace(".request.http", "", StringComparison.Ordinal))
            .Where(name => !without.Any(Path.GetFileName(name).Contains))
            .DefaultIfEmpty(""),
    ];

    private async Task<(RecordedMessage Expected, RecordedMessage Actual)> ReplayAsync(string name)
    {
        var exchange = new RecordedExchange(name);
        return (exchange.Answer(), await exchange.ReplayAsync(running.Master.Uri));
    }

    /// <summary>Every field of the one is in the other, with the same type; flags differ, and what tells of a build.</summary>
    private static void AssertFields(byte[] expected, byte[] actual)
    {
        using var real = JsonDocument.Parse(expected);
        using var ours = JsonDocument.Parse(actual);
        Assert.Null(JsonShape.MissingField(real.RootElement, ours.RootElement, ["git_sha", "flags", "log_dir", "/master/log"]));
    }

    private static string Words(byte[] body) => Place().Replace(Encoding.UTF8.GetString(body), "$1");

    [GeneratedRegex("(Failed to parse body into JSON).*", RegexOptions.Singleline)]
    private static partial Regex Place();

    /// <summary>A master that all these tests ask.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly InMemoryStore store = new();

        /// <summary>The master.</summary>
        public MasterServer Master { get; private set; } = null!;

        /// <inheritdoc/>
        public async Task InitializeAsync()
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            Master = await MasterServer.StartAsync(
                new() { Ip = "127.0.0.1", Port = port }, store, TimeProvider.System, NullLoggerFactory.Instance);
            await Master.Leads;
        }

        /// <inheritdoc/>
        public async Task DisposeAsync()
        {
            await Master.DisposeAsync();
            await store.DisposeAsync();
        }
    }
}
