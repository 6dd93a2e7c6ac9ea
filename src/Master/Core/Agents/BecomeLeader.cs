using Kernel.Master.Core.Allocation;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// This master leads now (Mesos: Master::recover; mesos.md 5.2). Agents of the registry have a while to come back; those it
/// has an address of are told at once, by a ping, that they are not connected.
/// </summary>
public static class BecomeLeader
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.Elected input, MasterStep step)
    {
        RegistryKeys.Recover(state, input.Registry);
        state.BecomeLeader(step.Now, state.Recovered.Count);
        foreach (var config in state.Quotas.Values)
        {
            state.Allocator.SetQuota(config.Role, Quotas.Read(config));
        }

        SeedWeights(state, step);
        foreach (var (role, weight) in state.Weights)
        {
            state.Allocator.SetWeight(role, weight);
        }

        if (state.Quotas.Count > 0)
        {
            state.Allocator.HoldForAgents((int)(state.Recovered.Count * state.Settings.AgentRecoveryFactor), step.Now + state.Settings.AllocatorRecoveryTimeout);
        }

        foreach (var agent in state.Recovered.Values)
        {
            step.Do(new MasterEffect.SendToAgent(
                agent.Pid, new Mesos.Internal.PingSlaveMessage { Connected = false }, $"slave-observer({state.NextObserver()})"));
        }

        step.After(state.Settings.AgentReregisterTimeout, new MasterInput.RecoveryTimedOut());
        step.After(state.Settings.RegistryGcInterval, new MasterInput.RegistryGcDue());
        step.After(state.Settings.Allocation.AllocationInterval, new MasterInput.BatchDue());
        step.Note($"Leading with {state.Recovered.Count} agents in the registry");
    }

    /// <summary>The flag's weights are only for a registry that has none: later ones are an operator's.</summary>
    private static void SeedWeights(MasterState state, MasterStep step)
    {
        if (state.Weights.Count > 0)
        {
            return;
        }

        foreach (var (role, weight) in state.Settings.Weights)
        {
            state.PutWeight(role, weight);
            step.PutWeight(role, weight);
        }
    }
}
