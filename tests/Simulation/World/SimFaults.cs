using Kernel.Tests.Simulation.Moves;
using Kernel.Tests.Simulation.Processes;

namespace Kernel.Tests.Simulation.World;

/// <summary>
/// What goes wrong, and what operators want, as chance wants it, until it stops. Each seed plays with some of the moves only: what two
/// do together shows best when others do not drown it.
/// </summary>
public sealed class SimFaults
{
    private readonly SimCluster cluster;
    private readonly SimWorld world;
    private readonly List<IMove> moves = [];
    private bool isOver;

    /// <summary>Chooses what may happen.</summary>
    public SimFaults(SimCluster cluster)
    {
        this.cluster = cluster;
        world = cluster.World;
        foreach (var move in AllMoves.OfTheWorld.Concat(AllMoves.OfOperators).Where(_ => !world.OneIn(3)))
        {
            moves.AddRange(Enumerable.Repeat(move, move.Weight));
        }
    }

    /// <summary>Begins.</summary>
    public void Begin() => Next();

    /// <summary>Stops, and repairs everything.</summary>
    public void End()
    {
        isOver = true;
        cluster.Network.Heal();
        foreach (var disk in cluster.Disks.Append(cluster.Registry))
        {
            disk.BeSlow(false);
        }

        foreach (var process in cluster.Processes)
        {
            process.SetSkew(TimeSpan.Zero);
            if (process is not SimHost)
            {
                process.Start();
            }
        }

        foreach (var agent in cluster.Agents)
        {
            agent.ExecutorHost.Machine.IsCalm = true;
        }

        foreach (var framework in cluster.Frameworks)
        {
            framework.CalmDown();
        }

        cluster.Operator.Restore();
    }

    private void Next() => world.After(world.Chance.Next(2 * cluster.Options.FaultInterval), () =>
    {
        if (!isOver && moves.Count > 0)
        {
            var move = world.Pick(moves);
            world.Note("chance", move.GetType().Name);
            move.Make(cluster);
            Next();
        }
    });
}
