using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class ChronosTests
{
    [Fact]
    public async Task A_scheduled_job_runs_and_its_dependent_runs_after_it()
    {
        await using var cluster = await LocalCluster.UpAsync();
        var trace = Path.Combine(cluster.Directory, "trace");
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Chronos}/v1/scheduler/iso8601", $$"""
            {"name":"parent","command":"echo parent >> {{trace}}","schedule":"R1//PT1M","owner":"team@example.com","cpus":0.1,"mem":32}
            """);
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Chronos}/v1/scheduler/dependency", $$"""
            {"name":"child","command":"echo child >> {{trace}}","parents":["parent"],"owner":"team@example.com","cpus":0.1,"mem":32}
            """);
        await SeesLinesAsync(trace, ["parent", "child"]);
    }

    [Fact]
    public async Task A_job_is_run_now_on_request()
    {
        await using var cluster = await LocalCluster.UpAsync();
        var trace = Path.Combine(cluster.Directory, "trace");
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Chronos}/v1/scheduler/iso8601", $$"""
            {"name":"later","command":"echo ran >> {{trace}}","schedule":"R/2100-01-01T00:00:00Z/P1D","owner":"team@example.com","cpus":0.1,"mem":32}
            """);
        await cluster.SendAsync(HttpMethod.Put, $"{cluster.Chronos}/v1/scheduler/job/later", "");
        await SeesLinesAsync(trace, ["ran"]);
    }

    private static Task<string[]> SeesLinesAsync(string file, string[] lines) => Eventually.SeesAsync(
        async () => File.Exists(file) ? await File.ReadAllLinesAsync(file) : [],
        seen => seen.SequenceEqual(lines),
        string.Join(", ", lines));
}
