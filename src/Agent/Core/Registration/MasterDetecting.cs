namespace Kernel.Agent.Core;

/// <summary>The leading master is known from ZooKeeper, and may become another one (Mesos: Slave::detected).</summary>
public static class MasterDetecting
{
    /// <summary>
    /// Another master leads, or none. While none does, the agent keeps to the one that registered it: pings and the connection
    /// tell whether that is gone.
    /// </summary>
    public static void Decide(AgentState state, MasterDetected detected, AgentStep step)
    {
        state.Know(state.Registration with { Detected = detected.Master is { } found ? [found] : [] });
        if (detected.Master is not { } leader || state.Phase is AgentPhase.Recovering or AgentPhase.Terminating)
        {
            return;
        }

        if (state.Phase != AgentPhase.Running || state.Registration.Master != leader)
        {
            step.Note($"The leading master is {leader}: registering");
            Registering.Begin(state, step);
        }
    }
}
