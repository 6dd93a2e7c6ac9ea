using Kernel.Model;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>Answers to requests.</summary>
internal static class Answers
{
    /// <summary>Answers a request.</summary>
    public static void Give(
        HostState state,
        string request,
        Wire.Answer.Types.Outcome outcome,
        Step<HostInput, HostEffect> step,
        string message = "",
        int? waitStatus = null)
    {
        var answer = new Wire.Answer { Request = request, Outcome = outcome, Message = message };
        if (waitStatus is { } status)
        {
            answer.WaitStatus = status;
        }

        AgentGreeting.Tell(state, new() { Answer = answer }, step);
    }
}
