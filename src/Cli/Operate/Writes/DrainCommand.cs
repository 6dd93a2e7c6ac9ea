using System.CommandLine;
using Kernel.Runtime.Flags;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel drain AGENT</c>: everything on an agent is killed, and nothing more is offered of it.</summary>
internal static class DrainCommand
{
    public static Command Build()
    {
        var agent = AgentArgument.Create();
        var grace = new Option<string?>("--grace")
        {
            Description = "At most so long may a task take to end, whatever its kill policy says; for instance 30secs.",
        };
        var wait = new Option<bool>("--wait") { Description = "End only when nothing is left on the agent." };
        var markGone = new Option<bool>("--mark-gone") { Description = "Once it is drained, give the agent up for good." };
        return WriteCommand.Build(
            "drain",
            "Kill everything on an agent and offer nothing more of it; kernel agents tells when it is drained.",
            [agent, grace, markGone, wait],
            async (parsed, master, stop) =>
            {
                var call = new Call.Types.DrainAgent { MarkGone = parsed.GetValue(markGone) };
                if (parsed.GetValue(grace) is { } text)
                {
                    var span = MesosDuration.Parse(text);
                    call.MaxGracePeriod = new() { Seconds = (long)span.TotalSeconds, Nanos = (int)(span.Ticks % TimeSpan.TicksPerSecond) * 100 };
                }

                call.AgentId = await AgentArgument.FindAsync(master, parsed.GetValue(agent)!, stop);
                var waits = parsed.GetValue(wait);
                return new(
                    new() { Type = Call.Types.Type.DrainAgent, DrainAgent = call },
                    waits ? $"Agent {call.AgentId.Value} is drained." : $"Agent {call.AgentId.Value} is draining; its tasks are being killed.",
                    waits ? (api, cancel) => DrainWaiting.UntilDrainedAsync(api, call.AgentId, cancel) : null);
            });
    }
}
