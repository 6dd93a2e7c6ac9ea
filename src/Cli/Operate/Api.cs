using System.Net;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>The HTTP API of one server, as the commands use it.</summary>
internal sealed class Api : IDisposable
{
    private const StringSplitOptions OneLine = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private readonly HttpClient http;

    /// <summary>Speaks to a server given as <c>host:port</c> or as a URL.</summary>
    public Api(string server)
    {
        var address = server.Contains("://", StringComparison.Ordinal) ? server : $"http://{server}";
        http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = new Uri(address.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Where the server is, with a slash at the end.</summary>
    public string Address => http.BaseAddress!.ToString();

    /// <summary>Gets a JSON document.</summary>
    /// <exception cref="Refusal">The server does not answer, or answers with an error.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken stop) =>
        await TryGetAsync(path, stop) ?? throw new Refusal($"{http.BaseAddress}{path}: not found");

    /// <summary>Gets a JSON document; null if there is none (404).</summary>
    public async Task<JsonElement?> TryGetAsync(string path, CancellationToken stop)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), stop);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await DemandSuccessAsync(response, path, stop);
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var document = await JsonDocument.ParseAsync(body, default, stop);
        return document.RootElement.Clone();
    }

    /// <summary>Posts a JSON text.</summary>
    /// <returns>The answer's body.</returns>
    /// <exception cref="Refusal">The server does not answer, or answers with an error.</exception>
    public async Task<string> PostAsync(string path, string json, CancellationToken stop)
    {
        using var response = await SendAsync(
            () => new(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") }, stop);
        await DemandSuccessAsync(response, path, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        try
        {
            // HttpClient follows the leader redirect of GETs itself; it also resolves the protocol-relative Location.
            using var message = request();
            return await http.SendAsync(message, stop);
        }
        catch (HttpRequestException failure)
        {
            throw new Refusal($"{http.BaseAddress} does not answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new Refusal($"{http.BaseAddress} did not answer within {http.Timeout.TotalSeconds} s");
        }
    }

    private async Task DemandSuccessAsync(HttpResponseMessage response, string path, CancellationToken stop)
    {
        if (!response.IsSuccessStatusCode)
        {
            var lines = (await response.Content.ReadAsStringAsync(stop)).Split(['\r', '\n'], OneLine);
            var reason = string.Join(' ', lines);
            throw new Refusal($"{http.BaseAddress}{path}: {(int)response.StatusCode} {reason}");
        }
    }
}
