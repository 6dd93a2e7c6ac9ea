using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>Puts a registered agent among those whose resources are offered (Mesos: Master::addSlave).</summary>
public static class AddAgent
{
    /// <summary>Decides.</summary>
    /// <param name="state">The state.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="users">What runs there already, and what it uses.</param>
    /// <param name="step">The step.</param>
    public static void Decide(
        MasterState state, Agent agent, ImmutableArray<KeyValuePair<FrameworkId, Resources>> users, MasterStep step)
    {
        state.Put(agent);
        Charge(state, agent, users);
        step.After(state.Settings.AgentPingTimeout, new MasterInput.PingDue(agent.Id, agent.Observer));
        step.Do(new MasterEffect.Publish(new MasterEvent.AgentAdded(agent)));
    }

    /// <summary>Gives the allocator an agent that it does not know, with what is used there.</summary>
    public static void Charge(MasterState state, Agent agent, IEnumerable<KeyValuePair<FrameworkId, Resources>> users)
    {
        var used = new ResourceSums<FrameworkId>();
        foreach (var (framework, resources) in users)
        {
            used.Add(framework, resources);
        }

        state.Allocator.AddAgent(agent.Id, agent.Traits, agent.Total, used.ToDictionary());
        if (state.Machines.TryGetValue(agent.Machine, out var machine))
        {
            state.Allocator.SetUnavailability(agent.Id, machine.Unavailability);
        }

        if (!agent.IsActive)
        {
            state.Allocator.DeactivateAgent(agent.Id);
        }
    }
}
