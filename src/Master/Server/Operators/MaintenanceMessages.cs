using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Master.Core.Offers;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Maintenance;
using Answer = Mesos.V1.Allocator.InverseOfferStatus;

namespace Kernel.Master.Server.Operators;

/// <summary>Maintenance as messages.</summary>
internal static class MaintenanceMessages
{
    /// <summary>The schedule, in its windows.</summary>
    public static Schedule Schedule(MasterView view)
    {
        var schedule = new Schedule();
        if (view.Viewer.May(AclAction.GetMaintenanceSchedule))
        {
            schedule.Windows.AddRange(
                view.Machines.GroupBy(static one => one.Scheduled.Window).OrderBy(static window => window.Key).Select(ToWindow));
        }

        return schedule;
    }

    /// <summary>Where each machine of the schedule stands.</summary>
    public static ClusterStatus Status(MasterView view)
    {
        var status = new ClusterStatus();
        if (!view.Viewer.May(AclAction.GetMaintenanceStatus))
        {
            return status;
        }

        status.DownMachines.AddRange(view.Machines.Where(static one => one.Scheduled.IsDown).Select(static one => ToMessage(one.Machine)));
        foreach (var (machine, _) in view.Machines.Where(static one => !one.Scheduled.IsDown))
        {
            var draining = new ClusterStatus.Types.DrainingMachine { Id = ToMessage(machine) };
            draining.Statuses.AddRange(view.Drains.Where(drain => drain.Machine == machine).Select(static drain => new Answer
            {
                FrameworkId = new() { Value = drain.Framework.Value },
                Status = ToMessage(drain.Status.Answer),
                Timestamp = new() { Nanoseconds = drain.Status.At.Nanoseconds },
            }));
            status.DrainingMachines.Add(draining);
        }

        return status;
    }

    private static Window ToWindow(IEnumerable<(Machine Machine, ScheduledMachine Scheduled)> machines)
    {
        var all = machines.ToList();
        var window = new Window { Unavailability = Unavailabilities.ToMessage(all[0].Scheduled.Unavailability) };
        window.MachineIds.AddRange(all.Select(static one => ToMessage(one.Machine)));
        return window;
    }

    /// <summary>A machine as schedules name it.</summary>
    public static MachineID ToMessage(Machine machine)
    {
        var id = new MachineID();
        if (machine.Hostname.Length > 0)
        {
            id.Hostname = machine.Hostname;
        }

        if (machine.Ip.Length > 0)
        {
            id.Ip = machine.Ip;
        }

        return id;
    }

    private static Answer.Types.Status ToMessage(InverseOfferAnswer answer) => answer switch
    {
        InverseOfferAnswer.Accepted => Answer.Types.Status.Accept,
        InverseOfferAnswer.Declined => Answer.Types.Status.Decline,
        _ => Answer.Types.Status.Unknown,
    };
}
