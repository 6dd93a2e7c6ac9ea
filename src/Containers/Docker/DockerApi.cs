using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernel.Containers.Docker;

/// <summary>The Docker Engine API over its Unix socket; podman serves the same.</summary>
internal sealed class DockerApi
{
    private const int ErrorLengthMax = 4096;

    private readonly HttpClient client;

    /// <summary>Speaks to the engine that listens on a socket.</summary>
    public DockerApi(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        client = new(handler) { BaseAddress = new("http://docker"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks for something and gives the answer, which may be empty.</summary>
    /// <exception cref="DockerException">The engine refused, or cannot be reached.</exception>
    public async Task<byte[]> AskAsync(
        HttpMethod method, string path, JsonNode? body = null, CancellationToken stop = default)
    {
        using var answer = await SendAsync(method, path, body, stop).ConfigureAwait(false);
        return await ReadAsync(answer, stop).ConfigureAwait(false);
    }

    /// <summary>Asks for something and gives the answer's JSON.</summary>
    /// <exception cref="DockerException">The engine refused, or cannot be reached.</exception>
    public async Task<JsonElement> AskJsonAsync(
        HttpMethod method, string path, JsonNode? body = null, CancellationToken stop = default)
    {
        var bytes = await AskAsync(method, path, body, stop).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new DockerException($"Docker's answer to {path} is no JSON: {broken.Message}");
        }
    }

    /// <summary>Opens a stream that the engine writes to.</summary>
    /// <exception cref="DockerException">The engine refused, or cannot be reached.</exception>
    public async Task<Stream> OpenAsync(
        HttpMethod method, string path, JsonNode? body = null, CancellationToken stop = default)
    {
        var answer = await SendAsync(method, path, body, stop).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new DockerException(
                $"Docker cannot be reached: {failure.InnerException?.Message ?? failure.Message}");
        }

        if (!answer.IsSuccessStatusCode)
        {
            using (answer)
            {
                throw new DockerException(
                    MessageOf(await ReadAsync(answer, stop).ConfigureAwait(false)), (int)answer.StatusCode);
            }
        }

        return answer;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            return await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new DockerException($"Docker's answer broke off: {failure.Message}");
        }
    }

    private static string MessageOf(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body)?["message"]?.GetValue<string>() ?? "no reason was given";
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ErrorLengthMax)));
        }
    }
}
