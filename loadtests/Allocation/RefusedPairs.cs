using System.Globalization;
using Kernel.Master.Core.Allocation;

namespace LoadTests.Allocation;

/// <summary>Which frameworks have refused which agents in the rounds that were played.</summary>
internal sealed class RefusedPairs
{
    private readonly List<int>[] byAgent;

    /// <summary>None yet.</summary>
    public RefusedPairs(int agents) => byAgent = [.. Enumerable.Range(0, agents).Select(static _ => new List<int>())];

    /// <summary>Adds the pairs of declined offers.</summary>
    public void Add(IEnumerable<OfferDraft> declined)
    {
        foreach (var offer in declined)
        {
            byAgent[Number(offer.Agent.Value, 'S')].Add(Number(offer.Framework.Value, '-'));
        }
    }

    /// <summary>Whether a framework has refused an agent.</summary>
    public bool Contains(int agent, int framework) => byAgent[agent].Contains(framework);

    private static int Number(string id, char mark) =>
        int.Parse(id.AsSpan(id.LastIndexOf(mark) + 1), CultureInfo.InvariantCulture);
}
