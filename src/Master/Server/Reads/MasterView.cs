using System.Collections.Concurrent;
using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Quota;

namespace Kernel.Master.Server.Reads;

/// <summary>
/// What the master knew at one moment: references to its immutable entries, copied between two inputs. Everything that is made
/// of them is made elsewhere, <see cref="Index"/>.
/// </summary>
internal sealed record MasterView
{
    private readonly ConcurrentDictionary<Viewer, MasterView> filtered = new();
    private readonly Lazy<MasterIndex> index;
    private readonly long changes;

    private MasterView(MasterState state)
    {
        changes = state.Changes;
        Identity = state.Identity;
        Elected = state.Elected;
        Agents = [.. state.Agents.Values];
        Recovered = [.. state.Recovered.Values];
        Unreachable = state.Unreachable.Count;
        Frameworks = [.. state.Frameworks.Values];
        CompletedFrameworks = [.. state.CompletedFrameworks];
        Tasks = [.. state.Tasks.Values];
        Histories = [.. Frameworks.Select(framework => TaskHistory.Of(state, framework.Id))];
        Executors = [.. state.Executors.Values];
        Offers = [.. state.Offers.Values];
        InverseOffers = [.. state.InverseOffers.Values];
        Operations = [.. state.Operations.Values];
        Quotas = [.. state.Quotas.Values];
        Weights = new(state.Weights);
        Machines = [.. state.Machines.Select(static pair => (pair.Key, pair.Value))];
        Drains = [.. state.Machines.Count == 0 ? [] : MaintenanceAnswers(state)];
        index = new(() => new(this));
    }

    /// <summary>Who the master is.</summary>
    public MasterIdentity Identity { get; }

    /// <summary>When it was elected.</summary>
    public Moment Elected { get; }

    /// <summary>The registered agents.</summary>
    public Agent[] Agents { get; init; }

    /// <summary>The agents that have not come back yet.</summary>
    public RecoveredAgent[] Recovered { get; init; }

    /// <summary>How many agents could not be reached.</summary>
    public int Unreachable { get; }

    /// <summary>The frameworks.</summary>
    public Framework[] Frameworks { get; init; }

    /// <summary>The frameworks that were removed last, the oldest first.</summary>
    public CompletedFramework[] CompletedFrameworks { get; init; }

    /// <summary>The tasks that are not completed.</summary>
    public TaskEntry[] Tasks { get; init; }

    /// <summary>What is remembered of each framework's tasks, in the order of the frameworks.</summary>
    public TaskHistory[] Histories { get; init; }

    /// <summary>The executors.</summary>
    public ExecutorEntry[] Executors { get; init; }

    /// <summary>The offers.</summary>
    public Core.Offer[] Offers { get; }

    /// <summary>The inverse offers.</summary>
    public Core.InverseOffer[] InverseOffers { get; }

    /// <summary>The operations.</summary>
    public OperationEntry[] Operations { get; init; }

    /// <summary>The quotas.</summary>
    public QuotaConfig[] Quotas { get; init; }

    /// <summary>The weights that are set.</summary>
    public Dictionary<string, double> Weights { get; init; }

    /// <summary>The maintenance schedule.</summary>
    public (Machine Machine, ScheduledMachine Scheduled)[] Machines { get; }

    /// <summary>What frameworks have answered to inverse offers of scheduled machines.</summary>
    public (Machine Machine, FrameworkId Framework, InverseOfferStatus Status)[] Drains { get; }

    /// <summary>Sums and groups of all this, made when first asked for.</summary>
    public MasterIndex Index => index.Value;

    /// <summary>Makes the index when it is first asked for.</summary>
    public Func<MasterIndex> MakeIndex
    {
        init => index = new(value);
    }

    /// <summary>Whose view it is.</summary>
    public Viewer Viewer { get; init; } = Viewer.Unrestricted;

    /// <summary>How long the loop was held to take it.</summary>
    public TimeSpan Cost { get; private set; }

    /// <summary>Whether another view, be it another one's, shows the same state.</summary>
    public bool IsOfSameState(MasterView other) => changes == other.changes;

    /// <summary>Whether nothing in it has changed since; what the allocator tells of drains may always have.</summary>
    public bool IsCurrent(MasterState state) => changes == state.Changes && Machines.Length == 0;

    /// <summary>What somebody sees of it; from who may see everything nothing is kept, at no cost.</summary>
    public MasterView For(Viewer viewer) =>
        viewer.SeesEverything ? this : filtered.GetOrAdd(viewer, static (one, view) => ViewFilter.Of(view, one), this);

    /// <summary>Takes a view; called between two inputs.</summary>
    public static MasterView Of(MasterState state, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        var view = new MasterView(state);
        view.Cost = time.GetElapsedTime(begun);
        return view;
    }

    private static IEnumerable<(Machine Machine, FrameworkId Framework, InverseOfferStatus Status)> MaintenanceAnswers(MasterState state) =>
        from agent in state.Agents.Values
        let machine = agent.Machine
        where state.Machines.ContainsKey(machine)
        from answer in state.Allocator.InverseOfferStatuses(agent.Id)
        select (machine, answer.Key, answer.Value);
}
