using System.CommandLine;
using Kernel.Runtime.Flags;
using Mesos.V1;
using Mesos.V1.Maintenance;
using Answer = Mesos.V1.Allocator.InverseOfferStatus.Types.Status;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel maintenance</c>: which machines will be unavailable, when, and which are.</summary>
internal static class MaintenanceCommand
{
    public static Command Build()
    {
        var connection = Connection.Create();
        var command = connection.Listing("maintenance", "List the machines that are scheduled for maintenance, or change that.", ReadAsync);
        command.Add(ScheduleMaintenance.BuildSchedule(connection));
        command.Add(ScheduleMaintenance.BuildCancel(connection));
        command.Add(Machinewise(
            connection,
            "start",
            "Take scheduled machines down: their agents are told to end, with their tasks.",
            static machines => new() { Type = CallType.StartMaintenance, StartMaintenance = new() { Machines = { machines } } },
            "down for maintenance"));
        command.Add(Machinewise(
            connection,
            "stop",
            "Take machines up again; they are no longer scheduled.",
            static machines => new() { Type = CallType.StopMaintenance, StopMaintenance = new() { Machines = { machines } } },
            "up again"));
        return command;
    }

    /// <summary>The machines that a command is about.</summary>
    public static Argument<string[]> Subject() => new("machines")
    {
        Description = "Machines: each as HOST, IP or HOST,IP.", Arity = ArgumentArity.OneOrMore,
    };

    private static Command Machinewise(
        Connection connection, string name, string description, Func<IEnumerable<MachineID>, Mesos.V1.Master.Call> call, string state)
    {
        var subject = Subject();
        return WriteCommand.Build(connection, name, description, [subject], async (parsed, master, stop) =>
        {
            var known = await Machines.ReadAsync(master, await Machines.ScheduleAsync(master, stop), stop);
            var machines = parsed.GetValue(subject)!.Select(known.Find).ToList();
            return new(call(machines), $"{string.Join(" ", machines.Select(Machines.Text))}: {state}.");
        });
    }

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Host", "Ip", "State", "Start", "Duration", "Accepted", "Declined");
        var schedule = await Machines.ScheduleAsync(master, stop);
        var status = (await master.AskAsync(CallType.GetMaintenanceStatus, stop)).GetMaintenanceStatus?.Status ?? new();
        foreach (var window in schedule.Windows)
        {
            foreach (var machine in window.MachineIds)
            {
                Add(report, machine, window.Unavailability, status);
            }
        }

        return report;
    }

    private static void Add(Report report, MachineID machine, Unavailability unavailability, ClusterStatus status)
    {
        var answers = status.DrainingMachines.FirstOrDefault(one => one.Id.Equals(machine))?.Statuses.ToLookup(static one => one.Status);
        report.Add(
            machine.Hostname,
            machine.Ip,
            status.DownMachines.Contains(machine) ? "down" : "draining",
            DateTimeOffset.UnixEpoch.AddTicks(unavailability.Start.Nanoseconds / 100).ToString("yyyy-MM-dd HH:mm:ss'Z'", Culture),
            unavailability.Duration is { } duration ? MesosDuration.Write(TimeSpan.FromTicks(duration.Nanoseconds / 100)) : null,
            answers?[Answer.Accept].Count() ?? 0,
            answers?[Answer.Decline].Count() ?? 0);
    }

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;
}
