using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Tasks;

/// <summary>Asks an agent to kill a task (Mesos: Master::kill; mesos.md 2.9).</summary>
public static class KillTask
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Framework framework, Call.Types.Kill call, MasterStep step)
    {
        var id = new TaskId(call.TaskId.Value);
        if (!state.Tasks.TryGetValue(new(framework.Id, id), out var task))
        {
            ReconcileTasks.Explicitly(state, framework, id, call.AgentId is { } given ? new AgentId(given.Value) : null, step);
            return;
        }

        if (call.AgentId is { } agentId && agentId.Value != task.Agent.Value)
        {
            step.Note($"Dropped a kill of task {id} of framework {framework.Id}: it runs on agent {task.Agent}, not on {agentId.Value}");
            return;
        }

        // It is kept in any case: the agent may have gone without anybody knowing yet.
        state.Put(task with { AskedKill = new(call.KillPolicy) });
        var agent = state.Agents[task.Agent];
        if (agent.IsConnected)
        {
            Send(agent, framework.Id, id, call.KillPolicy, step);
        }
    }

    /// <summary>Sends a kill.</summary>
    public static void Send(Agent agent, FrameworkId framework, TaskId task, Mesos.V1.KillPolicy? policy, MasterStep step) =>
        step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.KillTaskMessage
        {
            FrameworkId = new() { Value = framework.Value }, TaskId = new() { Value = task.Value }, KillPolicy = policy,
        }));
}
