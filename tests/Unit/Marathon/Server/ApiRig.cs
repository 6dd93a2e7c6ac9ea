using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kernel.Marathon.Server;
using Kernel.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Tests.Unit.Marathon.Server;

/// <summary>A Marathon that listens, with a master that the test plays.</summary>
internal sealed class ApiRig : IAsyncDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });

    private ApiRig(MarathonServer server, FakeMaster master)
    {
        Server = server;
        Master = master;
    }

    internal MarathonServer Server { get; }

    internal FakeMaster Master { get; }

    internal HttpClient Http => http;

    internal static async Task<ApiRig> StartAsync(
        Func<MarathonOptions, MarathonOptions>? change = null, IStore? store = null)
    {
        var master = await FakeMaster.StartAsync();
        var options = new MarathonOptions
        {
            Master = $"127.0.0.1:{master.Port}",
            HttpAddress = "127.0.0.1",
            HttpPort = 0,
            Hostname = "127.0.0.1",
            MinReviveOffersInterval = 1,
        };
        var server = await MarathonServer.StartAsync(
            change?.Invoke(options) ?? options, store
                ?? new InMemoryStore(), TimeProvider.System, NullLoggerFactory.Instance);
        await server.Leads.WaitAsync(TimeSpan.FromSeconds(20));
        return new(server, master);
    }

    internal async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Answer)> SendAsync(
        string method, string path, string? json = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Uri, path));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, type);
        }

        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return (
            answer.StatusCode, isJson ? JsonNode.Parse(text) : text.Length > 0 ? JsonValue.Create(text) : null, answer);
    }

    /// <summary>Reads until what is read is as it should be.</summary>
    internal async Task<JsonNode> SeesAsync(string path, Func<JsonNode, bool> sees)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var (_, body, _) = await SendAsync("GET", path);
            if (body is not null && sees(body))
            {
                return body;
            }

            Assert.False(limit.IsCancellationRequested, $"{path} stays {body?.ToJsonString()}");
            await Task.Yield();
        }
    }

    internal Task DeployedAsync() => SeesAsync("/v2/deployments", static all => all.AsArray().Count == 0);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
        await Master.DisposeAsync();
    }
}
