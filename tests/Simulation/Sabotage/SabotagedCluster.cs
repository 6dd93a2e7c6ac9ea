using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Xunit;

namespace Kernel.Tests.Simulation.Sabotage;

/// <summary>A cluster in which everything is well, until a test breaks a rule behind its back.</summary>
internal sealed class SabotagedCluster
{
    public SabotagedCluster()
    {
        Cluster = new(5, new() { Masters = 1, Agents = 2, TasksWanted = 3 });
        Cluster.Start();
        foreach (var agent in Cluster.Agents)
        {
            agent.ExecutorHost.Machine.IsCalm = true;
        }

        foreach (var framework in Cluster.Frameworks)
        {
            framework.CalmDown();
        }

        Pass(60);
        Assert.Equal(6, Cluster.Agents.Sum(static agent => agent.ExecutorHost.Machine.Running.Count()));
    }

    public SimCluster Cluster { get; }

    public SimMaster Leader => Cluster.Leader!;

    public MasterState State => Leader.State!;

    public Kernel.Master.Core.Agent AnyAgent => State.Agents.Values.First(agent => State.TasksOf(agent.Id).Count > 0);

    public Framework AnyFramework => State.Frameworks.Values.First();

    public SimAgent Busy => Cluster.Agents.First(static agent => agent.ExecutorHost.Machine.Running.Any());

    /// <summary>Lets time pass, in which everything is checked.</summary>
    public void Pass(int seconds) => Cluster.World.RunUntil(Cluster.World.Now + TimeSpan.FromSeconds(seconds));

    /// <summary>Breaks a rule; whoever watches over it must say so.</summary>
    public void IsReported(Action sabotage, string words)
    {
        var failure = Assert.Throws<SimFailure>(() =>
        {
            sabotage();
            Pass(60);
        });
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
