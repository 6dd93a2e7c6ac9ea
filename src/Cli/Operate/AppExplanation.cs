using System.Globalization;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>How an app stands, and what its missing instances wait for.</summary>
internal static class AppExplanation
{
    private static readonly string[] Amounts = ["cpus", "mem", "disk", "gpus"];

    /// <summary>Explains an app.</summary>
    /// <exception cref="Refusal">Marathon has no such app.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(string id, Api marathon, Api master, CancellationToken stop)
    {
        var app = (await marathon.TryGetAsync($"v2/apps{id}", stop))?.Field("app")
            ?? throw new Refusal($"Marathon has no app {id}");
        var missing = app.Number("instances") - app.Number("tasksRunning");
        if (missing <= 0)
        {
            return [$"{id} runs: {app.Number("tasksRunning")} of {app.Number("instances")} instances."];
        }

        var sentences = new List<string>
        {
            Invariant($"{id} waits for {missing} of {app.Number("instances")} instances; each wants {Wanted(app)}."),
        };
        sentences.AddRange(await QueueSentencesAsync(id, marathon, stop));
        sentences.AddRange(await ClusterSentencesAsync(app, master, stop));
        sentences.AddRange(await OfferedSentencesAsync(marathon, master, stop));
        return sentences;
    }

    private static async Task<IEnumerable<string>> QueueSentencesAsync(string id, Api marathon, CancellationToken stop)
    {
        var queue = (await marathon.GetAsync("v2/queue", stop)).Items("queue");
        var entry = queue.FirstOrDefault(entry => (entry.Field("app") ?? entry.Field("pod"))?.Text("id") == id);
        if (entry.ValueKind == JsonValueKind.Undefined)
        {
            return ["Nothing of it is queued for launching: its tasks are starting, or a deployment step comes first."];
        }

        return DelaySentence(entry).Concat(OfferSentences(entry));
    }

    private static IEnumerable<string> DelaySentence(JsonElement entry)
    {
        if (entry.Field("delay") is { } delay && !delay.Flag("overdue") && delay.Number("timeLeftSeconds") > 0)
        {
            yield return Invariant($"Its tasks failed lately, so the next launch is delayed for {delay.Number("timeLeftSeconds")} s more.");
        }
    }

    private static IEnumerable<string> OfferSentences(JsonElement entry)
    {
        if (entry.Field("processedOffersSummary") is not { } summary || summary.Number("processedOffersCount") == 0)
        {
            yield return "No offer has come for it yet.";
            yield break;
        }

        yield return Invariant($"Of {summary.Number("processedOffersCount")} offers looked at, {summary.Number("unusedOffersCount")} could not be used.");
        foreach (var reason in summary.Items("rejectSummaryLastOffers").Where(static reason => reason.Number("declined") > 0))
        {
            yield return Invariant($"Of the last {reason.Number("processed")}, {reason.Number("declined")} failed for {reason.Text("reason")}.");
        }
    }

    private static async Task<IEnumerable<string>> ClusterSentencesAsync(JsonElement app, Api master, CancellationToken stop)
    {
        var agents = (await master.GetAsync("slaves", stop)).Items("slaves").Where(static agent => agent.Flag("active")).ToList();
        if (agents.Count == 0)
        {
            return ["No agent is active, so nothing can be offered."];
        }

        return Amounts
            .Where(name => app.Number(name) > 0 && agents.Max(agent => Free(agent, name)) < app.Number(name))
            .Select(name => Invariant(
                $"The most {name} free on any of {agents.Count} active agents is {agents.Max(agent => Free(agent, name)):0.###}; it wants {app.Number(name):0.###}."));
    }

    /// <summary>What the master offers Marathon.</summary>
    private static async Task<IReadOnlyList<string>> OfferedSentencesAsync(Api marathon, Api master, CancellationToken stop) =>
        (await marathon.GetAsync("v2/info", stop)).Text("frameworkId") is { } framework
        && await FrameworkExplanation.OfAsync(framework, master, stop) is { } offered
            ? ["What the master offers Marathon:", .. offered]
            : [];

    private static double Free(JsonElement agent, string name) =>
        agent.Resource("resources", name) - agent.Resource("used_resources", name);

    private static string Wanted(JsonElement app) => string.Join(
        ", ", Amounts.Where(name => app.Number(name) > 0).Select(name => Invariant($"{app.Number(name):0.###} {name}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
