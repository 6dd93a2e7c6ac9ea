using System.Net;
using Mesos.V1;
using Mesos.V1.Maintenance;

namespace Kernel.Master.Core.Operators;

/// <summary>What maintenance schedules and lists of machines must be (mesos.md 5.13; Mesos: src/master/maintenance.cpp).</summary>
internal static class MachineRules
{
    /// <summary>Why a schedule is not well formed; null if it is.</summary>
    public static string? Refuse(Schedule schedule)
    {
        foreach (var window in schedule.Windows)
        {
            if (window.MachineIds.Count == 0)
            {
                return "Maintenance window must contain at least one machine";
            }

            if (window.Unavailability.Duration is { Nanoseconds: < 0 })
            {
                return "Unavailability 'duration' is negative";
            }
        }

        return Refuse(schedule.Windows.SelectMany(static window => window.MachineIds), "the schedule");
    }

    /// <summary>Why a list of machines is not well formed; null if it is.</summary>
    public static string? Refuse(IReadOnlyCollection<MachineID> machines) =>
        machines.Count == 0 ? "List of machines is empty" : Refuse(machines, "the list");

    /// <summary>The machine that a message names.</summary>
    public static Machine Read(MachineID id) => new(id.Hostname, id.Ip);

    /// <summary>A machine as Mesos writes it in its answers.</summary>
    public static string Text(Machine machine)
    {
        var fields = new List<string>(2);
        if (machine.Hostname.Length > 0)
        {
            fields.Add($"\"hostname\":\"{machine.Hostname}\"");
        }

        if (machine.Ip.Length > 0)
        {
            fields.Add($"\"ip\":\"{machine.Ip}\"");
        }

        return $"{{{string.Join(",", fields)}}}";
    }

    private static string? Refuse(IEnumerable<MachineID> machines, string where)
    {
        var seen = new HashSet<Machine>();
        foreach (var id in machines)
        {
            var machine = Read(id);
            if (machine is { Hostname: "", Ip: "" })
            {
                return "Both 'hostname' and 'ip' for a machine are empty";
            }

            if (machine.Ip.Length > 0 && !IsAddress(machine.Ip))
            {
                return $"Failed to parse machine IP '{machine.Ip}'";
            }

            if (!seen.Add(machine))
            {
                return $"Machine '{Text(machine)}' appears more than once in {where}";
            }
        }

        return null;
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
        && address.ToString() == text;
}
