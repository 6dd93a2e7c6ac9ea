using System.CommandLine;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel gone AGENT</c>: an agent will never come back, and its tasks with it.</summary>
internal static class GoneCommand
{
    public static Command Build() => AgentArgument.Command(
        "gone",
        "Give an agent up for good, with its tasks; it is never taken again.",
        static agent => new(
            new() { Type = CallType.MarkAgentGone, MarkAgentGone = new() { AgentId = agent } },
            $"Agent {agent.Value} is gone for good."));
}
