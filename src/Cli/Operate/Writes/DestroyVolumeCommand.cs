using System.CommandLine;
using Mesos.V1;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel volumes destroy AGENT --role ROLE --id ID</c>: a volume and what is in it.</summary>
internal static class DestroyVolumeCommand
{
    public static Command Build(Connection connection)
    {
        var name = new VolumeName();
        return WriteCommand.Build(
            connection, "destroy", "Destroy a persistent volume and what is in it.", name.Symbols, async (parsed, master, stop) =>
            {
                var agent = await name.AgentOfAsync(parsed, master, stop);
                var volume = await FindAsync(master, agent, name.RoleOf(parsed), name.IdOf(parsed), stop);
                return new(
                    new()
                    {
                        Type = Call.Types.Type.DestroyVolumes,
                        DestroyVolumes = new() { AgentId = agent, Volumes = { volume } },
                    },
                    $"Volume {name.IdOf(parsed)} of {name.RoleOf(parsed)} is destroyed on agent {agent.Value}.");
            });
    }

    private static async Task<Resource> FindAsync(Api master, AgentID agent, string role, string id, CancellationToken stop)
    {
        var volumes = await VolumesCommand.ListAsync(master, stop);
        var volume = volumes
            .Where(one => one.Agent == agent.Value && VolumesCommand.RoleOf(one.Volume) == role && one.Volume.Disk.Persistence.Id == id)
            .Select(static one => one.Volume)
            .FirstOrDefault() ?? throw new Refusal($"agent {agent.Value} has no volume {id} of {role}");
        // An answer tells a reservation in the forms before and after refinement; a request must have but one of them.
        volume.ClearRole();
        volume.Reservation = null;
        return volume;
    }
}
