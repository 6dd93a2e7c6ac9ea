using Kernel.Master.Core;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>Groups and sums of a view, made off the loop.</summary>
internal sealed class MasterIndex
{
    private readonly ResourceSums<AgentId> usedOnAgents = new();
    private readonly ResourceSums<FrameworkId> usedByFrameworks = new();
    private readonly ResourceSums<AgentId> offeredOnAgents = new();
    private readonly ResourceSums<FrameworkId> offeredToFrameworks = new();

    public MasterIndex(MasterView view)
    {
        Agents = view.Agents.ToDictionary(static agent => agent.Id);
        Tasks = view.Tasks.ToLookup(static task => task.Framework);
        Executors = view.Executors.ToLookup(static executor => executor.Key.Framework);
        Offers = view.Offers.ToLookup(static offer => offer.Framework);
        InverseOffers = view.InverseOffers.ToLookup(static offer => offer.Framework);
        foreach (var task in view.Tasks)
        {
            if (!task.IsFreed)
            {
                usedOnAgents.Add(task.Agent, task.Resources);
                usedByFrameworks.Add(task.Framework, task.Resources);
            }
        }

        foreach (var executor in view.Executors)
        {
            usedOnAgents.Add(executor.Key.Agent, executor.Resources);
            usedByFrameworks.Add(executor.Key.Framework, executor.Resources);
        }

        foreach (var offer in view.Offers)
        {
            offeredOnAgents.Add(offer.Agent, offer.Resources);
            offeredToFrameworks.Add(offer.Framework, offer.Resources);
        }
    }

    /// <summary>The groups of what somebody sees of a view, with the sums of all of it.</summary>
    public MasterIndex(MasterView seen, MasterIndex whole)
    {
        (usedOnAgents, usedByFrameworks) = (whole.usedOnAgents, whole.usedByFrameworks);
        (offeredOnAgents, offeredToFrameworks) = (whole.offeredOnAgents, whole.offeredToFrameworks);
        Agents = seen.Agents.ToDictionary(static agent => agent.Id);
        Tasks = seen.Tasks.ToLookup(static task => task.Framework);
        Executors = seen.Executors.ToLookup(static executor => executor.Key.Framework);
        (Offers, InverseOffers) = (whole.Offers, whole.InverseOffers);
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
    public Resources Used(AgentId agent) => usedOnAgents.Of(agent);

    /// <summary>What a framework's tasks and executors use.</summary>
    public Resources Used(FrameworkId framework) => usedByFrameworks.Of(framework);

    /// <summary>What of an agent is offered.</summary>
    public Resources Offered(AgentId agent) => offeredOnAgents.Of(agent);

    /// <summary>What is offered to a framework.</summary>
    public Resources Offered(FrameworkId framework) => offeredToFrameworks.Of(framework);

    /// <summary>All that is used.</summary>
    public IEnumerable<Resources> AllUsed => usedByFrameworks.All;

    /// <summary>All that is offered.</summary>
    public IEnumerable<Resources> AllOffered => offeredToFrameworks.All;
}
