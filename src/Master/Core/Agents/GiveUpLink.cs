namespace Kernel.Master.Core.Agents;

/// <summary>
/// Gives up the connection to an agent, so that the next message opens another: the old one may lead nowhere without
/// anybody knowing, after a restart of the agent or a partition, and would swallow what is sent (Mesos links anew,
/// MESOS-7057).
/// </summary>
public static class GiveUpLink
{
    /// <summary>Decides; a connection that other agents are reached by stays.</summary>
    public static void Decide(MasterState state, Agent agent, MasterStep step)
    {
        if (state.AgentsAtAddress(Pids.Address(agent.Pid)).All(id => id == agent.Id))
        {
            step.Do(new MasterEffect.CloseLink(agent.Pid));
        }
    }
}
