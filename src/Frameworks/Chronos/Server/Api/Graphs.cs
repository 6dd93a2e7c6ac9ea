using System.Globalization;
using System.Text;

namespace Kernel.Chronos.Server;

/// <summary>The graph of jobs as text.</summary>
internal static class Graphs
{
    /// <summary>For Graphviz.</summary>
    internal static async Task DotAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var text = new StringBuilder("digraph G {\n");
        var numbers = new Dictionary<string, int>();
        foreach (var entry in view.Jobs)
        {
            numbers.Add(entry.Job.Name, numbers.Count + 1);
            text.Append(CultureInfo.InvariantCulture, $"  {numbers.Count} [ label=\"{entry.Job.Name}\" ];\n");
        }

        foreach (var (parent, child) in Edges(view))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {numbers[parent]} -> {numbers[child]};\n");
        }

        await request.TextAsync(text.Append("}\n").ToString()).ConfigureAwait(false);
    }

    /// <summary>A line for each job, then one for each edge.</summary>
    internal static async Task CsvAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var text = new StringBuilder();
        foreach (var entry in view.Jobs)
        {
            text.Append(CultureInfo.InvariantCulture, $"node,{entry.Job.Name},{entry.LastResult},{entry.Activity}\n");
        }

        foreach (var (parent, child) in Edges(view))
        {
            text.Append(CultureInfo.InvariantCulture, $"link,{parent},{child}\n");
        }

        await request.TextAsync(text.ToString()).ConfigureAwait(false);
    }

    private static IEnumerable<(string Parent, string Child)> Edges(ChronosView view) =>
        view.Jobs.SelectMany(static entry => entry.Job.Parents.Select(parent => (parent, entry.Job.Name)));
}
