using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Master.Core.Offers;

/// <summary>One accept while its operations are applied: what is left of the offers, and where the rest has gone.</summary>
/// <param name="state">The state.</param>
/// <param name="framework">Who accepts.</param>
/// <param name="agent">Whose resources they are.</param>
/// <param name="offers">The offers, no longer outstanding.</param>
/// <param name="step">The step.</param>
public sealed class Acceptance(MasterState state, Framework framework, Agent agent, IEnumerable<Offer> offers, MasterStep step)
{
    private readonly Resources offered = offers.Aggregate(Resources.Empty, static (sum, offer) => sum + offer.Resources);
    private Resources withheld = Resources.Empty;
    private Resources sharedUses = Resources.Empty;
    private Resources? remaining;

    /// <summary>The state.</summary>
    public MasterState State => state;

    /// <summary>Who accepts.</summary>
    public Framework Framework => framework;

    /// <summary>The step.</summary>
    public MasterStep Step => step;

    /// <summary>The agent as it is after the operations so far.</summary>
    public Agent Agent => state.Agents[agent.Id];

    /// <summary>What is left for the next operation.</summary>
    public Resources Remaining => remaining ??= offered;

    /// <summary>Takes what a task or executor uses. Of a shared volume one copy stays for others.</summary>
    public void Consume(Resources resources)
    {
        remaining = Remaining - resources.Where(static resource => !resource.Kind.Shared);
        sharedUses += resources.Where(static resource => resource.Kind.Shared);
    }

    /// <summary>Applies what an operation makes of resources, to what is left, to the agent, and to the allocator.</summary>
    /// <param name="conversion">What it makes.</param>
    /// <param name="yieldsAtOnce">Whether later operations may use the result.</param>
    public void Convert(Operations.Conversion conversion, bool yieldsAtOnce)
    {
        remaining = Remaining - conversion.Before;
        if (yieldsAtOnce)
        {
            remaining += conversion.After;
        }
        else
        {
            withheld += conversion.After;
        }

        state.Allocator.UpdateAllocation(framework.Id, agent.Id, conversion.Before, conversion.After);
        state.Put(Agent with { Total = conversion.Unallocated.Apply(Agent.Total) });
    }

    /// <summary>
    /// Gives back what is left: what operations have made at once, what was not touched with the framework's refusal.
    /// </summary>
    public void Finish(Refusal refusal)
    {
        var shared = Remaining.Where(static resource => resource.Kind.Shared);
        var extra = sharedUses - shared;
        if (!extra.IsEmpty)
        {
            state.Allocator.AddShared(framework.Id, agent.Id, extra);
        }

        var left = Remaining - sharedUses;
        var made = left - offered;
        Recover(made + withheld, null);
        Recover(left - made, refusal);
    }

    private void Recover(Resources resources, Refusal? refusal)
    {
        if (!resources.IsEmpty)
        {
            state.Allocator.Recover(framework.Id, agent.Id, resources, step.Now, refusal);
        }
    }
}
