using Kernel.Master.Core.Offers;
using Mesos.V1.Maintenance;

namespace Kernel.Master.Core.Operators;

/// <summary>
/// UPDATE_MAINTENANCE_SCHEDULE: the whole schedule anew (mesos.md 5.13). Machines that are new in it begin to drain, those that are
/// not in it any more are up again; offers of machines whose time changes are taken back.
/// </summary>
public static class UpdateMaintenanceSchedule
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, Schedule schedule, MasterStep step)
    {
        if (MachineRules.Refuse(schedule) is { } reason)
        {
            return CallAnswer.BadRequest(reason);
        }

        var wanted = Read(state, schedule);
        if (state.Machines.Where(one => one.Value.IsDown && !wanted.ContainsKey(one.Key)).Select(static one => one.Key).ToList() is [var down, ..])
        {
            return CallAnswer.BadRequest($"Machine '{MachineRules.Text(down)}' is deactivated and cannot be removed from the schedule");
        }

        var changed = Changed(state, wanted);
        Put(state, wanted, step);
        Tell(state, changed, step);
        return CallAnswer.Ok;
    }

    /// <summary>Tells the allocator and the frameworks that machines will be unavailable at another time than before.</summary>
    internal static void Tell(MasterState state, IReadOnlySet<Machine> changed, MasterStep step)
    {
        foreach (var agent in state.Agents.Values.Where(agent => changed.Contains(agent.Machine)).ToList())
        {
            RescindOffers.OfAgent(state, agent.Id, step);
            state.Allocator.SetUnavailability(agent.Id, state.Machines.GetValueOrDefault(agent.Machine)?.Unavailability);
        }
    }

    private static Dictionary<Machine, ScheduledMachine> Read(MasterState state, Schedule schedule)
    {
        var machines = new Dictionary<Machine, ScheduledMachine>();
        for (var window = 0; window < schedule.Windows.Count; window++)
        {
            var unavailability = Unavailabilities.FromMessage(schedule.Windows[window].Unavailability);
            foreach (var machine in schedule.Windows[window].MachineIds.Select(MachineRules.Read))
            {
                var isDown = state.Machines.TryGetValue(machine, out var known) && known.IsDown;
                machines.Add(machine, new(unavailability, isDown, window));
            }
        }

        return machines;
    }

    private static HashSet<Machine> Changed(MasterState state, Dictionary<Machine, ScheduledMachine> wanted) =>
    [
        .. state.Machines.Keys.Concat(wanted.Keys).Where(machine =>
            state.Machines.GetValueOrDefault(machine)?.Unavailability != wanted.GetValueOrDefault(machine)?.Unavailability),
    ];

    private static void Put(MasterState state, Dictionary<Machine, ScheduledMachine> wanted, MasterStep step)
    {
        foreach (var machine in state.Machines.Keys.Where(machine => !wanted.ContainsKey(machine)).ToList())
        {
            state.Remove(machine);
            step.DeleteMachine(machine);
        }

        foreach (var (machine, scheduled) in wanted)
        {
            if (!scheduled.Equals(state.Machines.GetValueOrDefault(machine)))
            {
                state.Put(machine, scheduled);
                step.PutMachine(machine, scheduled);
            }
        }
    }
}
