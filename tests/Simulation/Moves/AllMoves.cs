namespace Kernel.Tests.Simulation.Moves;

/// <summary>Every move there is.</summary>
public static class AllMoves
{
    /// <summary>What the world does.</summary>
    public static IReadOnlyList<IMove> OfTheWorld { get; } =
    [
        new KillMaster(), new KillAgent(), new KillFramework(), new KillHost(), new PauseProcess(),
        new BreakConnections(), new LingerConnections(), new PartitionMachine(), new SkewClock(),
        new SlowDisk(), new DeposeLeader(),
    ];

    /// <summary>What operators want.</summary>
    public static IReadOnlyList<IMove> OfOperators { get; } =
    [
        new SetQuota(), new RemoveQuota(), new SetWeights(), new DrainAgent(), new DeactivateAgent(), new ReactivateAgents(),
        new MarkAgentGone(), new ScheduleMaintenance(), new BeginMaintenance(), new EndMaintenance(),
        new ReserveResources(), new CreateVolume(), new GiveBackReserved(),
    ];
}
