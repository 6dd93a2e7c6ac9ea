using System.Net;
using Mesos.V1;
using Mesos.V1.Maintenance;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary>
/// The machines that an operator may mean. The master takes an agent to be on a machine only if host name and address are both the
/// agent's, so a name alone is completed from what the master knows (mesos.md 5.13).
/// </summary>
/// <param name="Known">Those that are scheduled, and those of the registered agents.</param>
internal sealed record Machines(IReadOnlyList<MachineID> Known)
{
    /// <summary>The machines of a schedule and of the registered agents.</summary>
    public static async Task<Machines> ReadAsync(Api master, Schedule schedule, CancellationToken stop)
    {
        var agents = (await master.GetAsync("slaves", stop)).Items("slaves")
            .Select(static agent => new MachineID { Hostname = agent.Text("hostname") ?? "", Ip = Address(agent.Text("pid") ?? "") });
        return new([.. schedule.Windows.SelectMany(static window => window.MachineIds).Concat(agents).Distinct()]);
    }

    /// <summary>The maintenance schedule of the cluster.</summary>
    public static async Task<Schedule> ScheduleAsync(Api master, CancellationToken stop) =>
        (await master.AskAsync(CallType.GetMaintenanceSchedule, stop)).GetMaintenanceSchedule?.Schedule ?? new();

    /// <summary>A machine as an operator writes it.</summary>
    public static string Text(MachineID machine) =>
        string.Join(",", new[] { machine.Hostname, machine.Ip }.Where(static part => part.Length > 0));

    /// <summary>The machine that <c>HOST</c>, <c>IP</c> or <c>HOST,IP</c> names.</summary>
    /// <exception cref="Refusal">Several are called so.</exception>
    public MachineID Find(string name)
    {
        if (name.Split(',') is [var host, var ip])
        {
            return new() { Hostname = host, Ip = ip };
        }

        var found = Known.Where(machine => machine.Hostname == name || machine.Ip == name).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => IPAddress.TryParse(name, out _) ? new() { Ip = name } : new() { Hostname = name },
            _ => throw new Refusal(
                $"{found.Count} machines are called {name}; give one as HOST,IP: {string.Join(" ", found.Take(5).Select(Text))}"),
        };
    }

    private static string Address(string pid)
    {
        var endpoint = pid[(pid.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return endpoint.LastIndexOf(':') is var colon and >= 0 ? endpoint[..colon] : endpoint;
    }
}
