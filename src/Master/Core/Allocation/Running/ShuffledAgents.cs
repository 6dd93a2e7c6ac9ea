using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>An agent that has been looked at and is worth serving.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Free">What was free on it; good until the next are looked at.</param>
internal readonly record struct ReadyAgent(AllocatorAgent Agent, BagSummary Free);

/// <summary>
/// The agents of a set in random order: neighbourhood by neighbourhood, each shuffled. Neighbours lie near each other
/// in memory, and are looked at first all together, so that they are fetched while the others are; in an order that is
/// all random every agent would have to be waited for.
/// </summary>
internal sealed class ShuffledAgents(Cluster cluster, ResourceNames names)
{
    private readonly List<int> neighbourhoods = [];
    private readonly List<int> numbers = [];
    private readonly BagSummary[] summaries = [.. Enumerable.Range(0, 64).Select(_ => new BagSummary(names))];
    private readonly List<ReadyAgent> ready = [];

    /// <summary>Begins with all that are in a set.</summary>
    public void Begin(AgentSet agents)
    {
        neighbourhoods.Clear();
        ready.Clear();
        agents.ListNeighbourhoods(neighbourhoods);
    }

    /// <summary>Whether there are neighbourhoods that have not been looked at.</summary>
    public bool HasMore => neighbourhoods.Count > 0;

    /// <summary>One of those that have been looked at and are worth it; null if there are none left.</summary>
    public ReadyAgent? Next(Chance chance) => ready.Count == 0 ? null : Draw(ready, chance);

    /// <summary>Looks at a neighbourhood; agents not worth serving leave the set.</summary>
    /// <returns>How many have been looked at.</returns>
    public int LookAtMore(AgentSet agents, Chance chance)
    {
        numbers.Clear();
        agents.ListAgents(Draw(neighbourhoods, chance), numbers);
        foreach (var number in numbers)
        {
            var agent = cluster.Agents[number]!;
            if (agent.IsOfferable && cluster.HasTakers(agent))
            {
                ready.Add(new(agent, summaries[ready.Count]));
            }
            else
            {
                agents.Remove(agent);
            }
        }

        foreach (var (agent, summary) in ready)
        {
            summary.Read(agent.Free);
        }

        return numbers.Count;
    }

    /// <summary>Takes one out of a list, by chance.</summary>
    private static T Draw<T>(List<T> list, Chance chance)
    {
        var at = chance.Next(list.Count);
        var drawn = list[at];
        list[at] = list[^1];
        list.RemoveAt(list.Count - 1);
        return drawn;
    }
}
