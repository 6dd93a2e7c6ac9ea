using Kernel.Master.Core;
using Kernel.Tests.Simulation.Checks;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;

namespace Kernel.Tests.Simulation.World;

/// <summary>A whole cluster in one thread, with everything that watches over it.</summary>
public sealed class SimCluster
{
    private readonly List<SimProcess> frameworks;
    private readonly List<SimDisk> disks = [];

    /// <summary>Sets up a cluster; nothing runs yet.</summary>
    public SimCluster(ulong seed, SimOptions options)
    {
        Options = options;
        World = new(seed);
        Network = new(World);
        Registry = new(World);
        Operator = new(this);
        var addresses = Enumerable.Range(1, options.Masters).Select(static i => $"10.0.0.{i}:5050").ToArray();
        Masters = [.. Enumerable.Range(1, options.Masters).Select(i => new SimMaster(World, Network, i, Registry, options.Settings))];
        Agents = [.. Enumerable.Range(1, options.Agents).Select(i => NewAgent(i, addresses))];
        frameworks =
        [
            .. Enumerable.Range(1, options.Frameworks).Select(i => NewFramework(i, addresses)),
            .. options.HasMarathon ? (SimProcess[])[new SimMarathon(World, Network, NewDisk(), addresses)] : [],
            .. options.HasChronos ? (SimProcess[])[new SimChronos(World, Network, NewDisk(), addresses)] : [],
        ];
        World.AfterEveryStep(new ResourceCheck(this).Check);
        World.AfterEveryStep(new RegistrationCheck(this).Check);
        World.AfterEveryStep(new QuotaCheck(this).Check);
        World.AfterEveryStep(new LeavingCheck(this).Check);
        PromiseCheck.Watch(this);
        WriterCheck.Watch(Registry);
        EndingCheck.Watch(this);
        UpdateCheck.Watch(this);
    }

    /// <summary>What it is made of.</summary>
    public SimOptions Options { get; }

    /// <summary>Time and chance.</summary>
    public SimWorld World { get; }

    /// <summary>What connects the processes.</summary>
    public SimNetwork Network { get; }

    /// <summary>The database that the masters share.</summary>
    public SimDisk Registry { get; }

    /// <summary>Who asks the masters for quotas, drains and the like.</summary>
    public SimOperator Operator { get; }

    /// <summary>The disks of agents and frameworks.</summary>
    public IReadOnlyList<SimDisk> Disks => disks;

    /// <summary>The masters.</summary>
    public IReadOnlyList<SimMaster> Masters { get; }

    /// <summary>The agents.</summary>
    public IReadOnlyList<SimAgent> Agents { get; }

    /// <summary>The processes of the frameworks.</summary>
    public IReadOnlyList<SimProcess> FrameworkProcesses => frameworks;

    /// <summary>The frameworks.</summary>
    public IEnumerable<ISimFramework> Frameworks => FrameworkProcesses.Cast<ISimFramework>();

    /// <summary>Everything that can be killed.</summary>
    public IEnumerable<SimProcess> Processes =>
        [.. Masters, .. Agents, .. Agents.Select(static agent => agent.ExecutorHost), .. FrameworkProcesses];

    /// <summary>The master that leads; null if none does.</summary>
    public SimMaster? Leader => Masters.Where(static master => master.State is not null).MaxBy(static master => master.Epoch);

    /// <summary>Adds a framework of a test's own; it must be an <see cref="ISimFramework"/>.</summary>
    public void Add(SimProcess framework) => frameworks.Add(framework);

    /// <summary>Starts everything.</summary>
    public void Start()
    {
        foreach (var process in Masters.Concat<SimProcess>(Agents).Concat(FrameworkProcesses))
        {
            World.After(World.Between(0, 2_000), process.Start);
        }
    }

    private SimDisk NewDisk()
    {
        disks.Add(new(World));
        return disks[^1];
    }

    private SimAgent NewAgent(int number, IReadOnlyList<string> masters) => new(
        World,
        Network,
        number,
        NewDisk(),
        new SimHost(World, Network, number),
        [.. masters.Select(static address => $"master@{address}")],
        Options.AgentResources);

    private SimFramework NewFramework(int number, IReadOnlyList<string> masters) =>
        new(World, Network, number, masters, isPartitionAware: number % 2 == 1) { Wanted = Options.TasksWanted };
}
