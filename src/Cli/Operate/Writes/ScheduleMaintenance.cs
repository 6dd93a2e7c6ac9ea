using System.CommandLine;
using System.Globalization;
using Kernel.Runtime.Flags;
using Mesos.V1;
using Mesos.V1.Maintenance;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary>
/// <c>kernel maintenance schedule</c> and <c>cancel</c>. The master takes only whole schedules, so both read the one there is and
/// send it changed; two operators who do so at the same moment may undo each other.
/// </summary>
internal static class ScheduleMaintenance
{
    /// <summary>Later moments are more nanoseconds after 1970 than a message can tell.</summary>
    private static readonly DateTimeOffset LatestStart = new(2262, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The command that schedules machines, at another time than before if they are scheduled already.</summary>
    public static Command BuildSchedule(Connection connection)
    {
        var machines = MaintenanceCommand.Subject();
        var start = new Option<string>("--start")
        {
            Description = "From when on: a moment (2030-01-31T22:00Z; UTC unless it says otherwise), now, or +2hrs from now.",
            Required = true,
        };
        var duration = new Option<string?>("--duration")
        {
            Description = "For how long, for instance 2hrs; until it is stopped if not given.",
        };
        return WriteCommand.Build(
            connection, "schedule", "Schedule machines for maintenance.", [machines, start, duration], (parsed, master, stop) =>
                PrepareAsync(
                    parsed.GetValue(machines)!, Unavailability(parsed.GetValue(start)!, parsed.GetValue(duration)), master, stop));
    }

    /// <summary>The command that takes machines out of the schedule.</summary>
    public static Command BuildCancel(Connection connection)
    {
        var machines = MaintenanceCommand.Subject();
        return WriteCommand.Build(
            connection, "cancel", "Take machines out of the schedule that are not down.", [machines], (parsed, master, stop) =>
                PrepareAsync(parsed.GetValue(machines)!, null, master, stop));
    }

    private static async Task<Change> PrepareAsync(
        IReadOnlyList<string> names, Unavailability? unavailability, Api master, CancellationToken stop)
    {
        var schedule = await Machines.ScheduleAsync(master, stop);
        var known = await Machines.ReadAsync(master, schedule, stop);
        var machines = names.Select(known.Find).ToList();
        if (unavailability is null)
        {
            DemandScheduled(schedule, machines);
        }

        var changed = Without(schedule, machines);
        if (unavailability is not null)
        {
            changed.Windows.Add(new Window { MachineIds = { machines }, Unavailability = unavailability });
        }

        return new(
            new() { Type = CallType.UpdateMaintenanceSchedule, UpdateMaintenanceSchedule = new() { Schedule = changed } },
            $"{string.Join(" ", machines.Select(Machines.Text))}: {(unavailability is null ? "no longer scheduled" : "scheduled")}.");
    }

    private static void DemandScheduled(Schedule schedule, IReadOnlyList<MachineID> machines)
    {
        var scheduled = schedule.Windows.SelectMany(static window => window.MachineIds).ToHashSet();
        if (machines.FirstOrDefault(machine => !scheduled.Contains(machine)) is { } stranger)
        {
            throw new Refusal($"machine {Machines.Text(stranger)} is not scheduled for maintenance");
        }
    }

    /// <summary>A schedule without some machines, and without the windows that have none then.</summary>
    private static Schedule Without(Schedule schedule, IReadOnlyList<MachineID> machines)
    {
        var rest = new Schedule();
        foreach (var window in schedule.Windows)
        {
            var kept = window.MachineIds.Where(machine => !machines.Contains(machine)).ToList();
            if (kept.Count > 0)
            {
                rest.Windows.Add(new Window { MachineIds = { kept }, Unavailability = window.Unavailability });
            }
        }

        return rest;
    }

    private static Unavailability Unavailability(string start, string? duration)
    {
        var ticks = (Moment(start) - DateTimeOffset.UnixEpoch).Ticks;
        var unavailability = new Unavailability { Start = new() { Nanoseconds = ticks * 100 } };
        if (duration is not null)
        {
            unavailability.Duration = new() { Nanoseconds = MesosDuration.Parse(duration).Ticks * 100 };
        }

        return unavailability;
    }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private static DateTimeOffset Moment(string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var moment = text switch
        {
            "now" => now,
            ['+', .. var later] => now + MesosDuration.Parse(later),
            _ when DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var given) => given,
            _ => throw new Refusal($"'{text}' is no moment: expected one such as 2030-01-31T22:00Z, now, or +2hrs"),
        };
        return moment >= DateTimeOffset.UnixEpoch && moment < LatestStart
            ? moment
            : throw new Refusal($"'{text}' is no moment between 1970 and {LatestStart.Year}");
    }
}
