using System.CommandLine;
using Mesos.V1;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel volumes</c>: the persistent volumes of the agents.</summary>
internal static class VolumesCommand
{
    public static Command Build()
    {
        var connection = Connection.Create();
        var command = connection.Listing("volumes", "List the persistent volumes; make, grow, shrink or destroy one.", ReadAsync);
        command.Add(CreateVolumeCommand.Build(connection));
        command.Add(ResizeVolumeCommands.Grow(connection));
        command.Add(ResizeVolumeCommands.Shrink(connection));
        command.Add(DestroyVolumeCommand.Build(connection));
        return command;
    }

    /// <summary>Every persistent volume of the registered agents.</summary>
    public static async Task<IReadOnlyList<(string Agent, Resource Volume)>> ListAsync(Api master, CancellationToken stop)
    {
        var answer = await master.AskAsync(CallType.GetAgents, stop);
        return
        [
            .. (answer.GetAgents?.Agents ?? []).SelectMany(static agent => agent.TotalResources
                .Where(static resource => resource.Disk?.Persistence is not null)
                .Select(volume => (agent.AgentInfo.Id.Value, volume))),
        ];
    }

    /// <summary>The role that a volume is reserved for.</summary>
    public static string RoleOf(Resource volume) => volume.Reservations.Count > 0 ? volume.Reservations[^1].Role : volume.Role;

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Agent", "Role", "Id", "SizeMb", "Path", "Shared");
        foreach (var (agent, volume) in await ListAsync(master, stop))
        {
            report.Add(
                agent,
                RoleOf(volume),
                volume.Disk.Persistence.Id,
                volume.Scalar.Value,
                volume.Disk.Volume?.ContainerPath,
                volume.Shared is not null);
        }

        return report;
    }
}
