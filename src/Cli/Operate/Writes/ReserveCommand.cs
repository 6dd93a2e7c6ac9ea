using System.CommandLine;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel reserve AGENT RESOURCES --role ROLE</c>: keeps free resources of an agent for a role.</summary>
internal static class ReserveCommand
{
    public static Command Build()
    {
        var options = new ReservationOptions();
        return WriteCommand.Build("reserve", "Keep free resources of an agent for a role.", options.Symbols, async (parsed, master, stop) =>
        {
            var call = new Call.Types.ReserveResources { Resources = { options.Reserved(parsed) } };
            call.AgentId = await options.AgentOfAsync(parsed, master, stop);
            return new(
                new() { Type = Call.Types.Type.ReserveResources, ReserveResources = call },
                $"Reserved on agent {call.AgentId.Value} for {options.RoleOf(parsed)}.");
        });
    }
}
