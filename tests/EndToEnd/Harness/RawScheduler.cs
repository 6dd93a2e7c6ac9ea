using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>
/// A scheduler written against the v1 API in JSON with nothing but an HTTP client, as a foreign framework would be: it
/// shares no code with the product.
/// </summary>
public sealed class RawScheduler : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Channel<JsonNode> events = Channel.CreateUnbounded<JsonNode>();
    private readonly CancellationTokenSource stop = new();
    private readonly string url;
    private HttpResponseMessage? stream;
    private Task reading = Task.CompletedTask;

    private RawScheduler(string master) => url = $"{master}/api/v1/scheduler";

    /// <summary>The id the master gave.</summary>
    public string FrameworkId { get; private set; } = "";

    /// <summary>Subscribes and waits for SUBSCRIBED.</summary>
    public static async Task<RawScheduler> SubscribeAsync(string master, string frameworkInfo, string? frameworkId = null)
    {
        var scheduler = new RawScheduler(master);
        var id = frameworkId is null ? "" : $$""" "framework_id":{"value":"{{frameworkId}}"}, """;
        var info = frameworkId is null ? frameworkInfo : frameworkInfo.TrimEnd()[..^1] + $$$""","id":{"value":"{{{frameworkId}}}"}}""";
        var body = $$$"""{"type":"SUBSCRIBE",{{{id}}}"subscribe":{"framework_info":{{{info}}}}}""";
        var request = new HttpRequestMessage(HttpMethod.Post, scheduler.url) { Content = Json(body) };
        scheduler.stream = await scheduler.http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(scheduler.stream.IsSuccessStatusCode, $"SUBSCRIBE: {scheduler.stream.StatusCode}");
        scheduler.reading = scheduler.ReadAsync(await scheduler.stream.Content.ReadAsStreamAsync());
        var subscribed = await scheduler.NextAsync("SUBSCRIBED");
        scheduler.FrameworkId = (string)subscribed["subscribed"]!["framework_id"]!["value"]!;
        return scheduler;
    }

    /// <summary>The next event of a type; events of other types are passed over.</summary>
    public async Task<JsonNode> NextAsync(string type, Func<JsonNode, bool>? wanted = null)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await foreach (var found in events.Reader.ReadAllAsync(patience.Token))
            {
                if ((string?)found["type"] == type && wanted?.Invoke(found) != false)
                {
                    return found;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no {type} event came");
        }

        throw new InvalidOperationException($"the stream ended before a {type} event came");
    }

    /// <summary>Sends a call; the framework id is filled in.</summary>
    public async Task CallAsync(string type, string member)
    {
        var body = $$"""{"type":"{{type}}","framework_id":{"value":"{{FrameworkId}}"}{{(member.Length > 0 ? "," : "")}}{{member}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Json(body) };
        request.Headers.Add("Mesos-Stream-Id", stream!.Headers.GetValues("Mesos-Stream-Id"));
        using var response = await http.SendAsync(request);
        Assert.True((int)response.StatusCode == 202, $"{type}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Acknowledges a status update, if it wants to be.</summary>
    public async Task AcknowledgeAsync(JsonNode update)
    {
        var status = update["update"]!["status"]!;
        if (status["uuid"] is { } uuid)
        {
            await CallAsync("ACKNOWLEDGE", $$"""
                "acknowledge":{"agent_id":{{status["agent_id"]!.ToJsonString()}},"task_id":{{status["task_id"]!.ToJsonString()}},"uuid":{{uuid.ToJsonString()}}}
                """);
        }
    }

    /// <summary>Launches one command task on the next offer.</summary>
    /// <returns>The agent's id.</returns>
    public async Task<string> LaunchAsync(string taskId, string command, double cpus = 0.1, double mem = 32)
    {
        var offer = (await NextAsync("OFFERS"))["offers"]!["offers"]![0]!;
        var agent = (string)offer["agent_id"]!["value"]!;
        await CallAsync("ACCEPT", $$$"""
            "accept":{"offer_ids":[{{{offer["id"]!.ToJsonString()}}}],"operations":[{"type":"LAUNCH","launch":{"task_infos":[{
              "name":"{{{taskId}}}","task_id":{"value":"{{{taskId}}}"},"agent_id":{"value":"{{{agent}}}"},
              "command":{"value":{{{JsonValue.Create(command).ToJsonString()}}}},
              "resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":{{{cpus.ToString(CultureInfo.InvariantCulture)}}}}},
                           {"name":"mem","type":"SCALAR","scalar":{"value":{{{mem.ToString(CultureInfo.InvariantCulture)}}}}}]}]}}],
              "filters":{"refuse_seconds":0}}
            """);
        return agent;
    }

    /// <summary>The states of a task, each acknowledged, up to one.</summary>
    public async Task<IReadOnlyList<string>> StatesUntilAsync(string taskId, string last)
    {
        var states = new List<string>();
        while (states.LastOrDefault() != last)
        {
            var update = await NextAsync("UPDATE", update => (string?)update["update"]!["status"]!["task_id"]!["value"] == taskId);
            await AcknowledgeAsync(update);
            states.Add((string)update["update"]!["status"]!["state"]!);
        }

        return states;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        stream?.Dispose();
        http.Dispose();
        await reading;
        stop.Dispose();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task ReadAsync(Stream body)
    {
        try
        {
            while (await ReadLengthAsync(body) is { } length)
            {
                var record = new byte[length];
                await body.ReadExactlyAsync(record, stop.Token);
                await events.Writer.WriteAsync(JsonNode.Parse(record)!);
            }

            events.Writer.Complete();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            events.Writer.Complete();
        }
    }

    private async Task<int?> ReadLengthAsync(Stream body)
    {
        var digits = "";
        var one = new byte[1];
        while (await body.ReadAsync(one, stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return int.Parse(digits, CultureInfo.InvariantCulture);
            }

            digits += (char)one[0];
        }

        return null;
    }
}
