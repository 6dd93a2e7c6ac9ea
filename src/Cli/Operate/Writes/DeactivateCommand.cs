using System.CommandLine;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel deactivate AGENT</c>: nothing more is offered of an agent; its tasks run on.</summary>
internal static class DeactivateCommand
{
    public static Command Build() => AgentArgument.Command(
        "deactivate",
        "Offer nothing more of an agent; its tasks run on.",
        static agent => new(
            new() { Type = CallType.DeactivateAgent, DeactivateAgent = new() { AgentId = agent } },
            $"Agent {agent.Value} is deactivated: nothing more of it is offered."));
}
