using Kernel.Master.Core.Agents;
using Mesos.V1;

namespace Kernel.Master.Core.Operators;

/// <summary>START_MAINTENANCE: the agents of machines are told to end, and are not taken again until it stops (mesos.md 5.13).</summary>
public static class StartMaintenance
{
    private const string Message = "Operator initiated 'Machine DOWN'";

    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, IReadOnlyCollection<MachineID> ids, MasterStep step)
    {
        if (Refuse(state, ids) is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        foreach (var machine in ids.Select(MachineRules.Read))
        {
            TakeDown(state, machine, step);
        }

        return CallAnswer.Ok;
    }

    private static string? Refuse(MasterState state, IReadOnlyCollection<MachineID> ids)
    {
        if (MachineRules.Refuse(ids) is { } reason)
        {
            return reason;
        }

        foreach (var machine in ids.Select(MachineRules.Read))
        {
            if (!state.Machines.TryGetValue(machine, out var scheduled))
            {
                return $"Machine '{MachineRules.Text(machine)}' is not part of a maintenance schedule";
            }

            if (scheduled.IsDown)
            {
                return $"Machine '{MachineRules.Text(machine)}' is not in DRAINING mode and cannot be brought down";
            }
        }

        return null;
    }

    private static void TakeDown(MasterState state, Machine machine, MasterStep step)
    {
        var down = state.Machines[machine] with { IsDown = true };
        state.Put(machine, down);
        step.PutMachine(machine, down);
        foreach (var agent in state.Agents.Values.Where(agent => agent.Machine == machine).ToList())
        {
            AgentRules.ShutDown(agent.Pid, Message, step);
            RemoveAgent.Decide(state, agent, Message, step);
        }
    }
}
