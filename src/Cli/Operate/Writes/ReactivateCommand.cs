using System.CommandLine;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel reactivate AGENT</c>: an agent that was drained or deactivated is offered again.</summary>
internal static class ReactivateCommand
{
    public static Command Build() => AgentArgument.Command(
        "reactivate",
        "Offer an agent again that was drained or deactivated.",
        static agent => new(
            new() { Type = CallType.ReactivateAgent, ReactivateAgent = new() { AgentId = agent } },
            $"Agent {agent.Value} is offered again."));
}
