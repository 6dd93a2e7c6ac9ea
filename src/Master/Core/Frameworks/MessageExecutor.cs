using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Frameworks;

/// <summary>What passes between a framework and its executors, at best effort (mesos.md 2.10, 2.13).</summary>
public static class MessageExecutor
{
    /// <summary>MESSAGE: framework to executor.</summary>
    public static void Message(MasterState state, Framework framework, Call.Types.Message call, MasterStep step)
    {
        if (Connected(state, new(call.AgentId.Value)) is not { } agent)
        {
            step.Note($"Dropped a message to executor {call.ExecutorId.Value}: agent {call.AgentId.Value} is not connected");
            state.Counters.Count("invalid_framework_to_executor_messages");
            return;
        }

        state.Counters.Count("valid_framework_to_executor_messages");
        step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.FrameworkToExecutorMessage
        {
            SlaveId = call.AgentId, FrameworkId = new() { Value = framework.Id.Value }, ExecutorId = call.ExecutorId, Data = call.Data,
        }));
    }

    /// <summary>SHUTDOWN of an executor.</summary>
    public static void Shutdown(MasterState state, Framework framework, Call.Types.Shutdown call, MasterStep step)
    {
        if (Connected(state, new(call.AgentId.Value)) is { } agent)
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.ShutdownExecutorMessage
            {
                ExecutorId = call.ExecutorId, FrameworkId = new() { Value = framework.Id.Value },
            }));
        }
        else
        {
            step.Note($"Dropped SHUTDOWN of executor {call.ExecutorId.Value}: agent {call.AgentId.Value} is not connected");
        }
    }

    /// <summary>Executor to framework.</summary>
    public static void Decide(MasterState state, MasterInput.ExecutorMessaged input, MasterStep step)
    {
        if (!state.Frameworks.TryGetValue(input.Framework, out var framework) || framework.StreamId is not { } stream)
        {
            state.Counters.Count("invalid_executor_to_framework_messages");
            return;
        }

        state.Counters.Count("valid_executor_to_framework_messages");
        step.Do(new MasterEffect.SendEvent(stream, new()
        {
            Type = Event.Types.Type.Message,
            Message = new()
            {
                AgentId = new() { Value = input.Agent.Value }, ExecutorId = new() { Value = input.Executor.Value }, Data = input.Data,
            },
        }));
    }

    /// <summary>An executor has ended: what it used is free, and its framework is told.</summary>
    public static void Decide(MasterState state, MasterInput.ExecutorExited input, MasterStep step)
    {
        var key = new ExecutorKey(input.Agent, input.Framework, input.Executor);
        if (!state.Executors.TryGetValue(key, out var executor))
        {
            return;
        }

        state.Allocator.Recover(input.Framework, input.Agent, executor.Resources, step.Now);
        state.Remove(key);
        if (state.Frameworks.GetValueOrDefault(input.Framework)?.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Event.Types.Type.Failure,
                Failure = new()
                {
                    AgentId = new() { Value = input.Agent.Value }, ExecutorId = new() { Value = input.Executor.Value }, Status = input.Status,
                },
            }));
        }
    }

    private static Agent? Connected(MasterState state, AgentId id) =>
        state.Agents.TryGetValue(id, out var agent) && agent.IsConnected ? agent : null;
}
