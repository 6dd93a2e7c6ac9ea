using System.CommandLine;
using System.Globalization;
using Mesos.V1;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel volumes grow|shrink AGENT --role ROLE --id ID --by MB</c>.</summary>
internal static class ResizeVolumeCommands
{
    public static Command Grow(Connection connection) => Build(
        connection,
        "grow",
        "Add reserved disk to a persistent volume.",
        "grown",
        static (agent, volume, by) => new()
        {
            Type = Call.Types.Type.GrowVolume,
            GrowVolume = new() { AgentId = agent, Volume = volume, Addition = StoredVolume.DiskLike(volume, by) },
        });

    public static Command Shrink(Connection connection) => Build(
        connection,
        "shrink",
        "Give part of a persistent volume's disk back to its reservation.",
        "shrunk",
        static (agent, volume, by) => new()
        {
            Type = Call.Types.Type.ShrinkVolume,
            ShrinkVolume = new() { AgentId = agent, Volume = volume, Subtract = new() { Value = by } },
        });

    private static Command Build(
        Connection connection, string verb, string description, string done, Func<AgentID, Resource, double, Call> call)
    {
        var name = new VolumeName();
        var by = new Option<double>("--by") { Description = "By how much, in MB.", Required = true };
        return WriteCommand.Build(connection, verb, description, [.. name.Symbols, by], async (parsed, master, stop) =>
        {
            var agent = await name.AgentOfAsync(parsed, master, stop);
            var volume = await StoredVolume.FindAsync(master, agent, name.RoleOf(parsed), name.IdOf(parsed), stop);
            var size = parsed.GetValue(by);
            return new(
                call(agent, volume, size),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Volume {name.IdOf(parsed)} of {name.RoleOf(parsed)} is {done} by {size} MB on agent {agent.Value}."));
        });
    }
}
