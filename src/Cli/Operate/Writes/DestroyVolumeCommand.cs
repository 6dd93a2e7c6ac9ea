using System.CommandLine;

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
                var volume = await StoredVolume.FindAsync(master, agent, name.RoleOf(parsed), name.IdOf(parsed), stop);
                return new(
                    new()
                    {
                        Type = Mesos.V1.Master.Call.Types.Type.DestroyVolumes,
                        DestroyVolumes = new() { AgentId = agent, Volumes = { volume } },
                    },
                    $"Volume {name.IdOf(parsed)} of {name.RoleOf(parsed)} is destroyed on agent {agent.Value}.");
            });
    }
}
