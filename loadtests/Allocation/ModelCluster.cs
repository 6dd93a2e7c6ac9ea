using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace LoadTests.Allocation;

/// <summary>
/// An allocator with agents and frameworks as in Mesos's own benchmark
/// (HierarchicalAllocator_BENCHMARK_Test.DeclineOffers).
/// </summary>
internal sealed class ModelCluster
{
    private static readonly AgentTraits Traits = new()
    {
        Hostname = "host",
        Capabilities = AgentCapabilities.MultiRole
            | AgentCapabilities.HierarchicalRole
            | AgentCapabilities.ReservationRefinement,
    };

    private readonly Chance chance = new(1);
    private readonly List<AgentId> agents = [];
    private readonly List<OfferDraft> offers = [];

    /// <summary>The allocator.</summary>
    public Allocator Allocator { get; } = new(new AllocatorOptions());

    /// <summary>The offers made in the last batch.</summary>
    public IReadOnlyList<OfferDraft> Offers => offers;

    /// <summary>What time it is.</summary>
    public Moment Now { get; set; } = Moment.FromSeconds(1);

    /// <summary>The id of an agent.</summary>
    public static AgentId Agent(int number) => new($"3c1f3c9e-9f0c-4d5e-8f6a-0a1b2c3d4e5f-S{number}");

    /// <summary>The id of a framework.</summary>
    public static FrameworkId Framework(int number) => new($"3c1f3c9e-9f0c-4d5e-8f6a-0a1b2c3d4e5f-{number:D6}");

    /// <summary>That one framework uses something.</summary>
    public static IReadOnlyDictionary<FrameworkId, Resources> Uses(int framework, Resources used) =>
        new Dictionary<FrameworkId, Resources> { [Framework(framework)] = used };

    /// <summary>Scalars and, if wanted, ports.</summary>
    public static Resources Bag(double cpus, double mem, double disk, params IEnumerable<Range64> ports)
    {
        var ranges = Ranges.Of(ports);
        return Resources.Of(
            Resource.OfScalar(new("cpus", ResourceType.Scalar), cpus),
            Resource.OfScalar(new("mem", ResourceType.Scalar), mem),
            Resource.OfScalar(new("disk", ResourceType.Scalar), disk),
            Resource.OfRanges(new("ports", ResourceType.Ranges), ranges));
    }

    /// <summary>Adds a framework with one role.</summary>
    public void AddFramework(int number, string role) =>
        Allocator.AddFramework(Framework(number), new() { Roles = [role] }, active: true);

    /// <summary>Adds an agent.</summary>
    public void AddAgent(AgentId id, Resources total, IReadOnlyDictionary<FrameworkId, Resources> used)
    {
        agents.Add(id);
        Allocator.AddAgent(id, Traits, total, used);
    }

    /// <summary>The id of the agent that was added as the given one.</summary>
    public AgentId Id(int number) => agents[number];

    /// <summary>Lets the allocator run until it has nothing to look at.</summary>
    /// <param name="made">The offers made are added to these.</param>
    public void Run(List<OfferDraft> made)
    {
        while (Allocator.HasCandidates)
        {
            made.AddRange(Allocator.Run(Now, chance).Offers);
        }
    }

    /// <summary>Starts the next batch, and lets the allocator run until it has nothing to look at.</summary>
    /// <param name="cycle">How long that took.</param>
    /// <returns>The offers made, which are there until the next batch.</returns>
    public IReadOnlyList<OfferDraft> Batch(out CycleTime cycle)
    {
        Now += Allocator.Options.AllocationInterval;
        offers.Clear();
        var longest = 0.0;
        var watch = Stopclock.Start();
        Allocator.StartBatch(Now);
        while (Allocator.HasCandidates)
        {
            var slice = Stopclock.Start();
            offers.AddRange(Allocator.Run(Now, chance).Offers);
            longest = Math.Max(longest, slice.Elapsed.Cpu);
        }

        var took = watch.Elapsed;
        cycle = new(took.Wall, took.Cpu, longest);
        return offers;
    }
}

/// <summary>How long a cycle has taken, in milliseconds.</summary>
/// <param name="Wall">By the clock.</param>
/// <param name="Cpu">Of the processor, without what others had of it.</param>
/// <param name="Longest">Its longest slice, of the processor.</param>
internal readonly record struct CycleTime(double Wall, double Cpu, double Longest);
