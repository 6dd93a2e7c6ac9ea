using Kernel.Tests.Simulation.Processes;

namespace Kernel.Tests.Simulation.World;

/// <summary>What goes wrong, as chance wants it, until it stops.</summary>
public sealed class SimFaults(SimCluster cluster)
{
    private readonly SimWorld world = cluster.World;
    private bool isOver;

    /// <summary>Begins.</summary>
    public void Begin() => Next();

    /// <summary>Stops, and repairs everything.</summary>
    public void End()
    {
        isOver = true;
        cluster.Network.Heal();
        cluster.Registry.BeSlow(false);
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
    }

    private void Next() => world.After(world.Chance.Next(2 * cluster.Options.FaultInterval), () =>
    {
        if (!isOver)
        {
            Happen();
            Next();
        }
    });

    private void Happen()
    {
        switch (world.Chance.Next(12))
        {
            case 0:
                Pick(cluster.Masters).Restart("a fault", world.Between(50, 20_000));
                break;
            case 1 or 2:
                Pick(cluster.Agents).Restart("a fault", world.Between(50, world.OneIn(4) ? 200_000 : 10_000));
                break;
            case 3:
                Pick(cluster.FrameworkProcesses).Restart("a fault", world.Between(50, 30_000));
                break;
            case 4:
                Pick(cluster.Agents).ExecutorHost.Kill("a fault");
                break;
            case 5 or 6 or 7:
                BreakSome();
                break;
            case 8:
                Partition();
                break;
            case 9:
                Pick([.. cluster.Processes]).SetSkew(world.Between(0, 60_000) - TimeSpan.FromSeconds(30));
                break;
            case 10:
                cluster.Registry.BeSlow(true);
                world.After(world.Between(500, 10_000), () => cluster.Registry.BeSlow(false));
                break;
            default:
                world.Note("registry", "takes the leadership away");
                cluster.Registry.Database.Depose();
                break;
        }
    }

    private void BreakSome()
    {
        foreach (var connection in cluster.Network.Connections.Where(_ => world.OneIn(4)).ToList())
        {
            connection.Break(noticedSoon: !world.OneIn(3));
        }
    }

    private void Partition()
    {
        var hosts = cluster.Processes.Select(static process => process.Host).Distinct().ToArray();
        var lonely = Pick(hosts);
        var oneWay = world.OneIn(3);
        foreach (var host in hosts.Where(host => host != lonely))
        {
            cluster.Network.Block(lonely, host);
            if (!oneWay)
            {
                cluster.Network.Block(host, lonely);
            }
        }

        world.After(world.Between(1_000, world.OneIn(3) ? 200_000 : 30_000), () =>
        {
            foreach (var host in hosts)
            {
                cluster.Network.Unblock(lonely, host);
                cluster.Network.Unblock(host, lonely);
            }
        });
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[world.Chance.Next(from.Count)];
}
