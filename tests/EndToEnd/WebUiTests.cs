using System.Net;
using Kernel.Tests.EndToEnd.Harness;
using Microsoft.Playwright;

namespace Kernel.Tests.EndToEnd;

/// <summary>The master's web pages in a real browser.</summary>
public sealed class WebUiTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private readonly LocalCluster cluster = shared.Cluster;

    [BrowserFact]
    public async Task An_operator_finds_his_way_from_the_overview_to_what_a_task_prints()
    {
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"echo hello from the task; exec sleep 1000","cpus":0.1,"mem":32}""");
        await cluster.RunningTasksAsync("/web", 1);
        await using var browser = await Browser.OpenAsync($"{cluster.Master}/");
        var page = browser.Page;

        var row = page.GetByRole(AriaRole.Table, new() { Name = "Active tasks" }).GetByRole(AriaRole.Row).Nth(1);
        await Assertions.Expect(row).ToContainTextAsync("RUNNING");
        await row.GetByRole(AriaRole.Link, new() { Name = "Sandbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "stdout" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("hello from the task");
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task Every_page_shows_what_the_cluster_has()
    {
        await using var browser = await Browser.OpenAsync($"{cluster.Master}/");
        var page = browser.Page;
        foreach (var (link, table, text) in new[]
        {
            ("Frameworks", "Connected", "marathon"), ("Agents", "Registered", "127.0.0.1"),
            ("Roles", "In use, or with a weight or a quota", "*"),
        })
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = table })).ToContainTextAsync(text);
        }

        await page.GotoAsync($"{cluster.Master}/#/frameworks");
        await page.GetByRole(AriaRole.Link, new() { Name = "chronos" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("chronos");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "What it is offered, and why not more" }))
            .ToContainTextAsync("the framework");
        Assert.Empty(browser.Errors);
    }

    [BrowserFact]
    public async Task What_a_framework_calls_itself_never_runs_as_a_script()
    {
        const string Name = "<img src=x onerror=document.title='taken'>";
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, $$"""{"user":"root","name":"{{Name}}"}""");
        await using var browser = await Browser.OpenAsync($"{cluster.Master}/#/frameworks");

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Link, new() { Name = Name })).ToBeVisibleAsync();

        Assert.Equal("Kernel", await browser.Page.TitleAsync());
    }

    [Fact]
    public async Task Of_an_agent_only_what_reads_is_passed_on()
    {
        var agent = (string)(await cluster.GetAsync($"{cluster.Master}/slaves"))["slaves"]![0]!["id"]!;

        Assert.Equal(agent, (string?)(await cluster.GetAsync($"{cluster.Master}/agent/{agent}/state"))["id"]);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"agent/{agent}/api/v1"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("agent/nobody/state"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("app/none.js"));

        async Task<HttpStatusCode> StatusAsync(string path) => (await cluster.Http.GetAsync($"{cluster.Master}/{path}")).StatusCode;
    }
}
