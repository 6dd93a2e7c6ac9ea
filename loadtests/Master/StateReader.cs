using System.Diagnostics;
using System.Net.Http.Headers;
using Google.Protobuf;
using Mesos.V1.Master;

namespace LoadTests.Master;

/// <summary>Reads a master over loopback and throws away what it reads.</summary>
internal sealed class StateReader(Uri master) : IDisposable
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    private static readonly byte[] GetState = new Call { Type = Call.Types.Type.GetState }.ToByteArray();

    private int changes;

    private readonly HttpClient http = new() { BaseAddress = master, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>The formats of the state.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["legacy", "v1 protobuf", "v1 JSON"];

    /// <summary>Reads the state in a format.</summary>
    /// <returns>How many bytes it has.</returns>
    public Task<long> StateAsync(string format, CancellationToken cancel) => ReadAsync(Request(format), cancel);

    /// <summary>The state in a format, kept.</summary>
    public async Task<byte[]> BodyAsync(string format, CancellationToken cancel)
    {
        using var response = await http.SendAsync(Request(format), cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancel);
    }

    /// <summary>Asks whether the master is healthy.</summary>
    /// <returns>After how many milliseconds it answered.</returns>
    public async Task<double> HealthAsync(CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        await ReadAsync(new(HttpMethod.Get, "/health"), cancel);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Changes the weight of a role, so that the state is another for the next who reads it.</summary>
    /// <returns>After how many milliseconds it was done.</returns>
    public async Task<double> ChangeAsync(CancellationToken cancel)
    {
        var call = new Call { Type = Call.Types.Type.UpdateWeights, UpdateWeights = new() };
        call.UpdateWeights.WeightInfos.Add(new Mesos.V1.WeightInfo { Role = "load", Weight = ++changes });
        var content = new ByteArrayContent(call.ToByteArray());
        content.Headers.ContentType = new(Protobuf);
        var start = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync("/api/v1", content, cancel);
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(string format)
    {
        if (format == Formats[0])
        {
            return new(HttpMethod.Get, "/state");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1") { Content = new ByteArrayContent(GetState) };
        request.Content.Headers.ContentType = new(Protobuf);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(format == Formats[1] ? Protobuf : Json));
        return request;
    }

    private async Task<long> ReadAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            await body.CopyToAsync(Stream.Null, 256 * 1024, cancel);
            return response.Content.Headers.ContentLength ?? 0;
        }
    }
}
