using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>
/// Everything the master knows. Its loop owns it; the small methods here are all that changes it, and they keep its
/// indexes true to its entries.
/// </summary>
public sealed partial class MasterState(MasterIdentity identity, MasterSettings settings)
{
    private long frameworksNamed;
    private long agentsNamed;
    private long offersNamed;
    private int observersNamed;

    /// <summary>Who this master is.</summary>
    public MasterIdentity Identity { get; } = identity;

    /// <summary>Its flags.</summary>
    public MasterSettings Settings { get; } = settings;

    /// <summary>Who is offered what.</summary>
    public Allocator Allocator { get; } = new(settings.Allocation);

    /// <summary>When it was elected.</summary>
    public Moment Elected { get; private set; }

    /// <summary>What has happened, counted for metrics.</summary>
    public MasterCounters Counters { get; } = new();

    /// <summary>Whether a run of the allocator has been asked for and has not come yet.</summary>
    public bool IsCycleDue { get; private set; }

    /// <summary>How many agents the registry had when it was elected.</summary>
    public int AgentsWhenElected { get; private set; }

    /// <summary>Counts the changes of what readers see: as long as it stays, so does all that they see but what the allocator tells.</summary>
    public long Changes { get; private set; }

    /// <summary>Says that it has been elected, with so many agents in the registry.</summary>
    public void BecomeLeader(Moment now, int agents)
    {
        Changes++;
        (Elected, AgentsWhenElected) = (now, agents);
    }

    /// <summary>Says whether a run of the allocator is on its way.</summary>
    public void ExpectCycle(bool isDue) => IsCycleDue = isDue;

    /// <summary>Names a new framework.</summary>
    public FrameworkId NextFrameworkId() => new($"{Identity.Id}-{frameworksNamed++:D4}");

    /// <summary>Names a new agent.</summary>
    public AgentId NextAgentId() => new($"{Identity.Id}-S{agentsNamed++}");

    /// <summary>Names a new offer or inverse offer.</summary>
    public OfferId NextOfferId() => new($"{Identity.Id}-O{offersNamed++}");

    /// <summary>Numbers a new pinger.</summary>
    public int NextObserver() => ++observersNamed;
}
