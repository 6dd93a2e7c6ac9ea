using Mesos.V1;
using CallType = Mesos.V1.Master.Call.Types.Type;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Cli.Operate.Writes;

/// <summary>Waits until an agent is drained.</summary>
internal static class DrainWaiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends once the agent has nothing left, or is gone.</summary>
    /// <exception cref="Refusal">Somebody has ended its draining.</exception>
    public static async Task UntilDrainedAsync(Api master, AgentID agent, CancellationToken stop)
    {
        while (await FindAsync(master, agent, stop) is not (null or { State: DrainState.Drained }))
        {
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>How the draining stands; null if the agent is no longer there: it has been given up once it was drained.</summary>
    private static async Task<DrainInfo?> FindAsync(Api master, AgentID agent, CancellationToken stop)
    {
        var agents = (await master.AskAsync(CallType.GetAgents, stop)).GetAgents?.Agents ?? [];
        return agents.FirstOrDefault(one => one.AgentInfo.Id.Equals(agent)) is { } found
            ? found.DrainInfo ?? throw new Refusal($"agent {agent.Value} is no longer draining")
            : null;
    }
}
