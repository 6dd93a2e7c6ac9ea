using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>The agents, frameworks and subscriptions, by id and by number.</summary>
internal sealed class Cluster
{
    private readonly Dictionary<AgentId, AllocatorAgent> agents = [];
    private readonly Dictionary<FrameworkId, AllocatorFramework> frameworks = [];
    private Bits active;

    /// <summary>The agents by number.</summary>
    public Slots<AllocatorAgent> Agents { get; } = new();

    /// <summary>The subscriptions by number.</summary>
    public Slots<Subscription> Subscriptions { get; } = new();

    /// <summary>How many agents there are.</summary>
    public int AgentCount => agents.Count;

    /// <summary>The numbers of the subscriptions that may be offered resources.</summary>
    public ref Bits Active => ref active;

    /// <summary>How many subscriptions may be offered resources.</summary>
    public int ActiveCount { get; set; }

    /// <summary>Whether anybody who may be offered resources is not certain to be refused an agent.</summary>
    public bool HasTakers(AllocatorAgent agent) => Active.AnyWithout(agent.Blocked);

    /// <summary>An agent, if it is known.</summary>
    public AllocatorAgent? Find(AgentId id) => agents.GetValueOrDefault(id);

    /// <summary>A framework, if it is known or has something.</summary>
    public AllocatorFramework? Find(FrameworkId id) => frameworks.GetValueOrDefault(id);

    /// <summary>An agent that must be known.</summary>
    public AllocatorAgent Agent(AgentId id)
    {
        var agent = Find(id);
        Invariant.Holds(agent is not null, $"the allocator knows agent {id}");
        return agent;
    }

    /// <summary>A framework that must have been added.</summary>
    public AllocatorFramework Framework(FrameworkId id)
    {
        var framework = Find(id);
        Invariant.Holds(framework?.Traits is not null, $"the allocator knows framework {id}");
        return framework;
    }

    /// <summary>A framework, made if it is not known yet.</summary>
    public AllocatorFramework Ensure(FrameworkId id)
    {
        if (Find(id) is { } known)
        {
            return known;
        }

        var framework = new AllocatorFramework(id);
        frameworks.Add(id, framework);
        return framework;
    }

    /// <summary>Adds an agent.</summary>
    public void Add(AllocatorAgent agent)
    {
        Invariant.Holds(agents.TryAdd(agent.Id, agent), $"agent {agent.Id} is added once");
        agent.Index = Agents.Add(agent);
    }

    /// <summary>Removes an agent.</summary>
    public void Remove(AllocatorAgent agent)
    {
        agents.Remove(agent.Id);
        Agents.Remove(agent.Index);
        agent.IsRemoved = true;
    }

    /// <summary>Forgets a framework that has been removed and has nothing any more.</summary>
    public void Prune(AllocatorFramework framework)
    {
        if (framework is { Traits: null, Subscriptions.Count: 0 })
        {
            frameworks.Remove(framework.Id);
        }
    }
}
