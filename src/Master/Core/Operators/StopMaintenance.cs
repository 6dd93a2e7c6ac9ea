using Mesos.V1;

namespace Kernel.Master.Core.Operators;

/// <summary>STOP_MAINTENANCE: machines are up again, and not scheduled any more (mesos.md 5.13).</summary>
public static class StopMaintenance
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, IReadOnlyCollection<MachineID> ids, MasterStep step)
    {
        if (Refuse(state, ids) is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        var machines = ids.Select(MachineRules.Read).ToHashSet();
        foreach (var machine in machines)
        {
            state.Remove(machine);
            step.DeleteMachine(machine);
        }

        UpdateMaintenanceSchedule.Tell(state, machines, step);
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

            if (!scheduled.IsDown)
            {
                return $"Machine '{MachineRules.Text(machine)}' is not in DOWN mode and cannot be brought up";
            }
        }

        return null;
    }
}
