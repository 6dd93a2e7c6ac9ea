using System.Net;
using System.Text.Json;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;

namespace Kernel.Cli.Operate;

/// <summary>The HTTP API of one server, as the commands use it.</summary>
internal sealed class Api : IDisposable
{
    private const StringSplitOptions OneLine = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private const int RedirectsMax = 5;

    private readonly HttpClient http;
    private readonly Credential? credential;
    private readonly Tls? tls;

    /// <summary>Speaks to a server given as <c>host:port</c> or as a URL.</summary>
    /// <param name="server">The server.</param>
    /// <param name="credential">Who calls; null: nobody in particular.</param>
    /// <param name="tls">By what servers are trusted, who then speak TLS unless their URL says otherwise; null: by what the system trusts.</param>
    public Api(string server, Credential? credential = null, Tls? tls = null)
    {
        (this.credential, this.tls) = (credential, tls);
        var address = server.Contains("://", StringComparison.Ordinal) ? server : $"{Tls.SchemeOf(tls)}://{server}";
        http = new(Tls.Handler(tls, TimeSpan.FromSeconds(5)))
        {
            BaseAddress = new Uri(address.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Speaks to a server that has nothing to do with how masters and agents are encrypted, as the same caller.</summary>
    public Api Of(string server) => new(server, credential);

    /// <summary>Speaks to an agent, <c>host:port</c>, as this speaks to its master.</summary>
    public Api OfAgent(string address) => new($"{http.BaseAddress!.Scheme}://{address}", credential, tls);

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

    /// <summary>Posts a JSON text that is answered by records of JSON, for as long as there is something to tell.</summary>
    /// <exception cref="Refusal">The server does not answer, or answers with an error.</exception>
    public async Task<Stream> PostForRecordsAsync(string path, string json, CancellationToken stop)
    {
        var response = await SendAsync(
            () => new(HttpMethod.Post, path)
            {
                Content = new StringContent(json, null, "application/json"),
                Headers = { { "Accept", "application/recordio" }, { "Message-Accept", "application/json" } },
            },
            stop,
            HttpCompletionOption.ResponseHeadersRead);
        await DemandSuccessAsync(response, path, stop);
        return await response.Content.ReadAsStreamAsync(stop);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> request, CancellationToken stop, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        try
        {
            return await FollowAsync(request, until, stop);
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

    /// <summary>
    /// Sends a request to where the server says that the leader is. HttpClient would do so itself, but forget the credential on the way.
    /// </summary>
    private async Task<HttpResponseMessage> FollowAsync(
        Func<HttpRequestMessage> request, HttpCompletionOption until, CancellationToken stop)
    {
        Uri? leader = null;
        for (var redirects = 0; ; redirects++)
        {
            using var message = request();
            message.RequestUri = leader ?? message.RequestUri;
            message.Headers.Authorization = credential?.ToBasic();
            var response = await http.SendAsync(message, until, stop);
            leader = LeaderOf(message, response);
            if (leader is null || redirects == RedirectsMax)
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>Where a redirect leads, which is relative to the protocol (<c>//host:port/path</c>) as Mesos writes it; null if there is none.</summary>
    private static Uri? LeaderOf(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TemporaryRedirect
            || !response.Headers.NonValidated.TryGetValues("Location", out var location))
        {
            return null;
        }

        var text = location.ToString();
        var absolute = text.StartsWith("//", StringComparison.Ordinal) ? $"{request.RequestUri!.Scheme}:{text}" : text;
        return Uri.TryCreate(request.RequestUri, absolute, out var leader) && leader.Scheme is "http" or "https" ? leader : null;
    }

    private async Task DemandSuccessAsync(HttpResponseMessage response, string path, CancellationToken stop)
    {
        if (!response.IsSuccessStatusCode)
        {
            var lines = (await response.Content.ReadAsStringAsync(stop)).Split(['\r', '\n'], OneLine);
            var reason = string.Join(' ', lines);
            throw new Refusal(response.StatusCode == HttpStatusCode.Unauthorized
                ? $"{http.BaseAddress}{path}: 401 the server demands to know who calls; --credential names the file that says so"
                : $"{http.BaseAddress}{path}: {(int)response.StatusCode} {reason}");
        }
    }
}
