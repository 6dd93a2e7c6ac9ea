using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Xunit;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// The walk of one offer (docs/walks/one-offer.md): an agent registers, a framework subscribes, an offer is made and accepted, a
/// process runs, its end is told and acknowledged.
/// </summary>
public sealed class OneOfferTests
{
    [Fact]
    public void One_echo_runs_to_TASK_FINISHED()
    {
        var world = new SimWorld(1);
        var network = new SimNetwork(world);
        var master = new SimMaster(world, network, 1, new SimDisk(world), new());
        var host = new SimHost(world, network, 1);
        var agent = new SimAgent(world, network, 1, new SimDisk(world), host, ["master@10.0.0.1:5050"], "cpus:4;mem:1024");
        var framework = new EchoFramework(world, network, "10.0.0.1:5050");
        var story = new Storyline();
        world.Trace.Added += story.Add;
        host.Machine.Script = static _ => (TimeSpan.FromMilliseconds(3), 0);

        master.Start();
        world.RunUntil(world.Now + TimeSpan.FromSeconds(1));
        agent.Start();
        world.RunUntil(world.Now + TimeSpan.FromSeconds(5));
        framework.Start();
        world.RunUntil(() => framework.States.Contains(TaskState.TaskFinished), TimeSpan.FromSeconds(30));
        world.RunUntil(world.Now + TimeSpan.FromSeconds(1));

        Assert.Equal([TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskFinished], framework.States);
        Assert.Empty(agent.State!.Tasks);
        Assert.Empty(agent.State.Streams);
        Assert.Empty(master.State!.Tasks);
        Golden.Check("one-offer.txt", story.ToString());
    }
}
