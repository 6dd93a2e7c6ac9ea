namespace Kernel.Master.Core.Allocation;

/// <summary>Agents to be looked at, in the order in which they came.</summary>
/// <param name="number">
/// Its number, by which agents know whether they are still in it: an agent that has moved on stays in the list.
/// </param>
/// <param name="agents">The agents.</param>
internal sealed class CandidateQueue(long number, List<AllocatorAgent> agents)
{
    /// <summary>Its number.</summary>
    public long Number { get; } = number;

    /// <summary>The agents, with those that have moved on.</summary>
    public List<AllocatorAgent> Agents { get; } = agents;

    /// <summary>Adds an agent, which leaves any other queue by that.</summary>
    public void Add(AllocatorAgent agent)
    {
        agent.QueuedIn = Number;
        Agents.Add(agent);
    }
}
