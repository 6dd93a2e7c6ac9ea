using System.CommandLine;
using Mesos.V1;

namespace Kernel.Cli.Operate.Writes;

/// <summary>The persistent volume that a command is about: its agent, its role and its id.</summary>
internal sealed class VolumeName
{
    private readonly Argument<string> agent = AgentArgument.Create();
    private readonly Option<string> role = new("--role") { Description = "The role whose reserved disk it is on.", Required = true };
    private readonly Option<string> id = new("--id") { Description = "The volume's persistence id.", Required = true };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Symbol> Symbols => [agent, role, id];

    /// <summary>The role that is meant.</summary>
    public string RoleOf(ParseResult parsed) => parsed.GetValue(role)!;

    /// <summary>The id that is meant.</summary>
    public string IdOf(ParseResult parsed) => parsed.GetValue(id)!;

    /// <summary>The agent that is meant.</summary>
    public Task<AgentID> AgentOfAsync(ParseResult parsed, Api master, CancellationToken stop) =>
        AgentArgument.FindAsync(master, parsed.GetValue(agent)!, stop);
}
