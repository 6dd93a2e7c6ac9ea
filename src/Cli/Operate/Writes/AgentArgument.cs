using System.CommandLine;
using Mesos.V1;

namespace Kernel.Cli.Operate.Writes;

/// <summary>The agent that a command is about.</summary>
internal static class AgentArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() => new("agent")
    {
        Description = "The agent: its id, the end of its id (S7), or the name of its host.",
    };

    /// <summary>The id of the agent that an operator means.</summary>
    /// <exception cref="Refusal">The master does not answer, or several agents have the name.</exception>
    public static async Task<AgentID> FindAsync(Api master, string name, CancellationToken stop)
    {
        var agents = (await master.GetAsync("slaves", stop)).Items("slaves");
        var id = Named.IdOf(name, "agents", [.. agents.Select(static agent => (agent.Text("id") ?? "", agent.Text("hostname")))]);
        return new() { Value = id };
    }

    /// <summary>A command that is about one agent and nothing else.</summary>
    public static Command Command(string name, string description, Func<AgentID, Change> prepare)
    {
        var agent = Create();
        return WriteCommand.Build(name, description, [agent], async (parsed, master, stop) =>
            prepare(await FindAsync(master, parsed.GetValue(agent)!, stop)));
    }
}
