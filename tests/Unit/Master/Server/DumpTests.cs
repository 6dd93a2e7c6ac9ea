using System.Net;
using System.Text.Json;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Store;
using Mesos.V1;
using Mesos.V1.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>The registry as operators read it, and answers as they are sent.</summary>
public sealed class DumpTests : IAsyncLifetime
{
    private readonly InMemoryStore store = new();
    private MasterServer master = null!;

    public async Task InitializeAsync()
    {
        master = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = FreePort() }, store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("/registrar(1)/registry")]
    [InlineData("/registrar%281%29/registry")]
    public async Task The_registry_is_told_in_the_shape_of_Mesos(string path)
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);
        var weigh = new Call { Type = Call.Types.Type.UpdateWeights, UpdateWeights = new() };
        weigh.UpdateWeights.WeightInfos.Add(new WeightInfo { Role = "web", Weight = 2 });
        await operators.CallAsync(weigh);

        using var registry = JsonDocument.Parse(await operators.GetAsync(path));
        var root = registry.RootElement;
        Assert.Equal(agent.Id.Value, root.GetProperty("slaves").GetProperty("slaves")[0].GetProperty("info").GetProperty("id").GetProperty("value").GetString());
        Assert.Equal("web", root.GetProperty("weights")[0].GetProperty("info").GetProperty("role").GetString());
        Assert.Equal(master.Uri.Port, root.GetProperty("master").GetProperty("info").GetProperty("port").GetInt32());
        Assert.Equal("{}", root.GetProperty("gone").GetRawText());

        await operators.CallAsync(new() { Type = Call.Types.Type.MarkAgentGone, MarkAgentGone = new() { AgentId = agent.Id } });
        using var after = JsonDocument.Parse(await operators.GetAsync(path));
        Assert.Equal(agent.Id.Value, after.RootElement.GetProperty("gone").GetProperty("slaves")[0].GetProperty("id").GetProperty("value").GetString());
        Assert.Equal("{}", after.RootElement.GetProperty("slaves").GetRawText());
    }

    [Theory]
    [InlineData("/state")]
    [InlineData("/flags")]
    [InlineData("/metrics/snapshot")]
    public async Task Large_answers_are_compressed_for_those_who_ask(string path)
    {
        using var plain = new HttpClient();
        using var compressing = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None });
        compressing.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using var unpacking = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip });

        var large = await compressing.GetAsync(new Uri(master.Uri, path));
        Assert.Equal(["gzip"], large.Content.Headers.ContentEncoding);
        var names = JsonDocument.Parse(await unpacking.GetStringAsync(new Uri(master.Uri, path))).RootElement;
        var same = await plain.GetAsync(new Uri(master.Uri, path));
        Assert.Empty(same.Content.Headers.ContentEncoding);
        Assert.Equal(
            JsonDocument.Parse(await same.Content.ReadAsStringAsync()).RootElement.EnumerateObject().Select(static one => one.Name),
            names.EnumerateObject().Select(static one => one.Name));
        Assert.Empty((await compressing.GetAsync(new Uri(master.Uri, "/version"))).Content.Headers.ContentEncoding);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
