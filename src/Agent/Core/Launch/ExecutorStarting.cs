using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// Starts an executor: its sandbox first, then its container (Mesos: Framework::addExecutor, Slave::launchExecutor).
/// </summary>
public static class ExecutorStarting
{
    /// <summary>How long a container that is ready waits before it looks for the executor host again.</summary>
    private static readonly TimeSpan HostRetry = TimeSpan.FromSeconds(1);

    /// <summary>A new executor, known and stored; nothing of it exists yet.</summary>
    public static ExecutorRun Begin(
        AgentState state, AgentFramework framework, LaunchOrder order, AgentStep step)
    {
        var container = step.Chance.NextGuid().ToString();
        var command = order.Kind == ExecutorKind.Command ? order.Tasks[0].Command : order.Executor.Command;
        var info = order.Executor.Clone();
        info.FrameworkId = new() { Value = framework.Id.Value };
        var run = new ExecutorRun
        {
            Key = order.ExecutorKey,
            ContainerId = container,
            Info = info,
            Kind = order.Kind,
            Directory = SandboxPaths.Of(
                state.Configuration.WorkDirectory, state.Info.Id.Value, order.ExecutorKey, container),
            User = command is { HasUser: true } ? command.User : framework.Info.User,
            StartedAt = step.Now,
            Checkpoints = framework.Checkpoints,
        };
        state.Set(run);
        AgentRecords.Put(run, step);
        return run;
    }

    /// <summary>Lets the shell prepare the executor's sandbox.</summary>
    public static void Prepare(AgentState state, ExecutorRun run, AgentStep step)
    {
        var tasks = state.TasksOf(run.Key);
        var command = run.Kind == ExecutorKind.Command && tasks.Count > 0 ? tasks[0].Info.Command : run.Info.Command;
        var volumes = run.Info.Resources
            .Concat(run.Kind == ExecutorKind.Command ? tasks.SelectMany(static task => task.Info.Resources) : [])
            .Where(static resource => resource.Disk?.Persistence is not null)
            .ToArray();
        step.Do(new PrepareContainer(run, command ?? new V1.CommandInfo(), volumes));
    }

    /// <summary>The sandbox is ready: the executor host starts what is to live there.</summary>
    public static void Decide(AgentState state, ContainerPrepared input, AgentStep step)
    {
        if (state.ExecutorIn(input.ContainerId) is not { State: ExecutorState.Preparing } run
            || !state.Frameworks.TryGetValue(run.Key.Framework, out var framework))
        {
            return;
        }

        if (!state.IsHostConnected)
        {
            step.After(HostRetry, input);
            return;
        }

        if (run.Kind == ExecutorKind.Command && state.TasksOf(run.Key).All(static task => task.IsOver))
        {
            // Its task was over before there was anything to start: killed while the agent was restarted, for instance.
            ExecutorEnded.End(state, run, new(run.ContainerId), step);
            return;
        }

        var started = run with
        {
            IsLaunched = true,
            State = run.Kind == ExecutorKind.Custom ? ExecutorState.Registering : ExecutorState.Running,
        };
        state.Set(started);
        AgentRecords.Put(started, step);
        if (run.Kind == ExecutorKind.Command)
        {
            LaunchCommand(state, framework, started, step);
            return;
        }

        step.Do(new LaunchExecutor(started, framework, ExecutorEnvironment.Of(state, framework, started)));
        if (run.Kind == ExecutorKind.Custom)
        {
            step.After(state.Configuration.ExecutorRegistrationTimeout, new ExecutorRegistrationDue(run.ContainerId));
        }
        else
        {
            Delivering.Queued(state, started, step);
        }
    }

    /// <summary>A container could not be started, or a group in it could not.</summary>
    public static void Decide(AgentState state, ContainerLaunchFailed input, AgentStep step)
    {
        if (state.ExecutorIn(input.ContainerId) is not { } run || run.State == ExecutorState.Terminated)
        {
            return;
        }

        state.Counters.LaunchFailed();
        if (input.Group.Length > 0)
        {
            Delivering.FailGroup(state, run, input.Group, input.Reason, step);
            return;
        }

        var ending = new ExecutorEnding(
            V1.TaskState.TaskFailed, V1.TaskStatus.Types.Reason.ContainerLaunchFailed, input.Reason);
        ExecutorEnded.End(state, run with { Ending = run.Ending ?? ending }, new(run.ContainerId), step);
    }

    private static void LaunchCommand(
        AgentState state, AgentFramework framework, ExecutorRun run, AgentStep step)
    {
        var task = state.TasksOf(run.Key).First(static task => !task.IsOver);
        var launched = task with { Phase = TaskPhase.Launched };
        state.Set(launched);
        var environment = ExecutorEnvironment.OfTask(state, framework, run, launched);
        step.Do(new LaunchCommandTask(run, framework, launched, environment));
    }
}
