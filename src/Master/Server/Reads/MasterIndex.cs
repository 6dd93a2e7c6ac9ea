using System.Runtime.InteropServices;
using Kernel.Master.Core;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>Groups and sums of a view, made off the loop.</summary>
internal sealed class MasterIndex
{
    private readonly Dictionary<AgentId, Resources> usedOnAgents = [];
    private readonly Dictionary<FrameworkId, Resources> usedByFrameworks = [];
    private readonly Dictionary<AgentId, Resources> offeredOnAgents = [];
    private readonly Dictionary<FrameworkId, Resources> offeredToFrameworks = [];

    public MasterIndex(MasterView view)
    {
        Agents = view.Agents.ToDictionary(static agent => agent.Id);
        Tasks = view.Tasks.ToLookup(static task => task.Framework);
        Executors = view.Executors.ToLookup(static executor => executor.Key.Framework);
        Offers = view.Offers.ToLookup(static offer => offer.Framework);
        InverseOffers = view.InverseOffers.ToLookup(static offer => offer.Framework);
        foreach (var task in view.Tasks.Where(static task => !task.IsFreed))
        {
            Add(usedOnAgents, task.Agent, task.Resources);
            Add(usedByFrameworks, task.Framework, task.Resources);
        }

        foreach (var executor in view.Executors)
        {
            Add(usedOnAgents, executor.Key.Agent, executor.Resources);
            Add(usedByFrameworks, executor.Key.Framework, executor.Resources);
        }

        foreach (var offer in view.Offers)
        {
            Add(offeredOnAgents, offer.Agent, offer.Resources);
            Add(offeredToFrameworks, offer.Framework, offer.Resources);
        }
    }

    /// <summary>The registered agents by id.</summary>
    public Dictionary<AgentId, Agent> Agents { get; }

    /// <summary>Each framework's tasks.</summary>
    public ILookup<FrameworkId, TaskEntry> Tasks { get; }

    /// <summary>Each framework's executors.</summary>
    public ILookup<FrameworkId, ExecutorEntry> Executors { get; }

    /// <summary>Each framework's offers.</summary>
    public ILookup<FrameworkId, Offer> Offers { get; }

    /// <summary>Each framework's inverse offers.</summary>
    public ILookup<FrameworkId, InverseOffer> InverseOffers { get; }

    /// <summary>What tasks and executors use of an agent.</summary>
    public Resources Used(AgentId agent) => usedOnAgents.GetValueOrDefault(agent, Resources.Empty);

    /// <summary>What a framework's tasks and executors use.</summary>
    public Resources Used(FrameworkId framework) => usedByFrameworks.GetValueOrDefault(framework, Resources.Empty);

    /// <summary>What of an agent is offered.</summary>
    public Resources Offered(AgentId agent) => offeredOnAgents.GetValueOrDefault(agent, Resources.Empty);

    /// <summary>What is offered to a framework.</summary>
    public Resources Offered(FrameworkId framework) => offeredToFrameworks.GetValueOrDefault(framework, Resources.Empty);

    /// <summary>All that is used.</summary>
    public IEnumerable<Resources> AllUsed => usedByFrameworks.Values;

    /// <summary>All that is offered.</summary>
    public IEnumerable<Resources> AllOffered => offeredToFrameworks.Values;

    private static void Add<TKey>(Dictionary<TKey, Resources> sums, TKey key, Resources resources)
        where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out var exists);
        sum = exists ? sum! + resources : resources;
    }
}
