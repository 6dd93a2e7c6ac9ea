using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Why an offer was not used for an app, in the order in which the reasons are looked for.</summary>
public enum NoMatch
{
    /// <summary>It is for another role.</summary>
    UnfulfilledRole,

    /// <summary>A constraint, or another region.</summary>
    UnfulfilledConstraint,

    /// <summary>It lacks the reservation of the instance's volumes.</summary>
    NoCorrespondingReservationFound,

    /// <summary>The agent goes into maintenance.</summary>
    AgentMaintenance,

    /// <summary>Too few CPUs.</summary>
    InsufficientCpus,

    /// <summary>Too little memory.</summary>
    InsufficientMemory,

    /// <summary>Too little disk.</summary>
    InsufficientDisk,

    /// <summary>Too few GPUs.</summary>
    InsufficientGpus,

    /// <summary>The ports are not there.</summary>
    InsufficientPorts,

    /// <summary>It has GPUs, which are kept for those who want them.</summary>
    DeclinedScarceResources,
}

/// <summary>An offer that was not used for an app.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Reasons">Why not.</param>
/// <param name="At">When.</param>
public sealed record UnusedOffer(V1.Offer Offer, IReadOnlyList<NoMatch> Reasons, Moment At);

/// <summary>What the offers since an app began to wait were like.</summary>
public sealed class OfferSummary
{
    private readonly Dictionary<string, UnusedOffer> lastByAgent = [];
    private readonly int[] declined = new int[Enum.GetValues<NoMatch>().Length];

    /// <summary>The most agents whose last offer is kept.</summary>
    private const int AgentsKept = 1_000;

    /// <summary>How many were looked at.</summary>
    public int Processed { get; private set; }

    /// <summary>How many were of no use.</summary>
    public int Unused { get; private set; }

    /// <summary>When one was last used.</summary>
    public Moment? UsedAt { get; private set; }

    /// <summary>When one was last of no use.</summary>
    public Moment? UnusedAt { get; private set; }

    /// <summary>The last offer of each agent that was of no use.</summary>
    public IReadOnlyCollection<UnusedOffer> LastUnused => lastByAgent.Values;

    /// <summary>For how many offers a reason was the first.</summary>
    public int Declined(NoMatch reason) => declined[(int)reason];

    /// <summary>Notes that an offer was used.</summary>
    public void NoteUsed(string agent, Moment now)
    {
        Processed++;
        UsedAt = now;
        lastByAgent.Remove(agent);
    }

    /// <summary>Notes that an offer was of no use.</summary>
    public void NoteUnused(V1.Offer offer, IReadOnlyList<NoMatch> reasons, Moment now)
    {
        Processed++;
        Unused++;
        UnusedAt = now;
        declined[(int)reasons[0]]++;
        if (lastByAgent.Count < AgentsKept || lastByAgent.ContainsKey(offer.AgentId.Value))
        {
            lastByAgent[offer.AgentId.Value] = new(offer, reasons, now);
        }
    }
}

/// <summary>What the offers of late were like, by app.</summary>
public sealed class OfferBook
{
    private readonly Dictionary<PathId, OfferSummary> summaries = [];

    /// <summary>What the offers for an app were like; it is begun if there is none.</summary>
    public OfferSummary For(PathId id) =>
        summaries.TryGetValue(id, out var summary) ? summary : summaries[id] = new();

    /// <summary>What the offers for an app were like; null if none has been looked at.</summary>
    public OfferSummary? Find(PathId id) => summaries.GetValueOrDefault(id);

    /// <summary>Forgets an app that waits no more.</summary>
    public void Forget(PathId id) => summaries.Remove(id);
}
