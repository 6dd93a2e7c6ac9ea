using System.CommandLine;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel unreserve AGENT RESOURCES --role ROLE</c>: takes a reservation from resources that nobody uses.</summary>
internal static class UnreserveCommand
{
    public static Command Build()
    {
        var options = new ReservationOptions();
        return WriteCommand.Build(
            "unreserve",
            "Take a reservation from resources of an agent that nobody uses; principal and labels must be those of the reservation.",
            options.Symbols,
            async (parsed, master, stop) =>
            {
                var call = new Call.Types.UnreserveResources { Resources = { options.Reserved(parsed) } };
                call.AgentId = await options.AgentOfAsync(parsed, master, stop);
                return new(
                    new() { Type = Call.Types.Type.UnreserveResources, UnreserveResources = call },
                    $"No longer reserved on agent {call.AgentId.Value} for {options.RoleOf(parsed)}.");
            });
    }
}
