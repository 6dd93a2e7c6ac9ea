using System.CommandLine;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary>
/// <c>kernel reserve AGENT RESOURCES --role ROLE [--from ROLE]</c>: keeps free resources of an agent for a role, or hands on
/// what is reserved for another one.
/// </summary>
internal static class ReserveCommand
{
    public static Command Build()
    {
        var options = new ReservationOptions();
        var from = new Option<string?>("--from") { Description = "The role that they are reserved for now, if they are." };
        const string Description = "Keep free resources of an agent for a role.";
        return WriteCommand.Build("reserve", Description, [.. options.Symbols, from], async (parsed, master, stop) =>
        {
            var call = new Call.Types.ReserveResources { Resources = { options.Reserved(parsed) } };
            if (parsed.GetValue(from) is { } before)
            {
                call.Source.Add(options.Reserved(parsed, before));
            }

            call.AgentId = await options.AgentOfAsync(parsed, master, stop);
            return new(
                new() { Type = Call.Types.Type.ReserveResources, ReserveResources = call },
                $"Reserved on agent {call.AgentId.Value} for {options.RoleOf(parsed)}.");
        });
    }
}
