using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernel.Store;

/// <summary>
/// Speaks to an etcd cluster over its HTTP/JSON gateway (<c>/v3/...</c>). Every call is such that it may be repeated: if
/// one member cannot be reached, the next is asked.
/// </summary>
internal sealed class EtcdGateway : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly IReadOnlyList<Uri> members;
    private int preferred;

    /// <summary>Creates a gateway to a cluster.</summary>
    public EtcdGateway(IReadOnlyList<Uri> members) => this.members = members;

    /// <summary>Bytes as the gateway writes them.</summary>
    public static string Encode(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    /// <summary>A number of the answer: the gateway writes 64-bit numbers as strings, and leaves zero out.</summary>
    public static long Number(JsonNode? node) => node is null ? 0 : long.Parse((string)node!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Calls a method.</summary>
    /// <exception cref="StoreException">No member answered, or etcd refused.</exception>
    public async Task<JsonNode> CallAsync(string method, JsonObject request, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request);
        StoreException? failure = null;
        for (var attempt = 0; attempt < members.Count; attempt++)
        {
            var member = members[preferred % members.Count];
            try
            {
                return await CallAsync(new Uri(member, method), body, stop).ConfigureAwait(false);
            }
            catch (Exception trouble) when (IsTrouble(trouble, stop))
            {
                failure = new($"etcd at {member.Authority} cannot be reached: {trouble.Message}", trouble);
                preferred++;
            }
        }

        throw failure!;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static bool IsTrouble(Exception trouble, CancellationToken stop) =>
        trouble is HttpRequestException or IOException
        || (trouble is OperationCanceledException && !stop.IsCancellationRequested);

    private async Task<JsonNode> CallAsync(Uri address, byte[] body, CancellationToken stop)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync(address, content, stop).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return JsonNode.Parse(answer) ?? throw new StoreException($"etcd at {address.Authority} gave an empty answer");
        }

        if ((int)response.StatusCode == 503)
        {
            throw new HttpRequestException($"it is not available ({Encoding.UTF8.GetString(answer)})");
        }

        throw new StoreException($"etcd at {address.Authority} refused {address.AbsolutePath}: {Encoding.UTF8.GetString(answer)}");
    }
}
