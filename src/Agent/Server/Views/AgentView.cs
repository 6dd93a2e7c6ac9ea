using System.Collections.Immutable;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Authorization;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Views;

/// <summary>An executor and its tasks, as they were at one moment.</summary>
/// <param name="Run">The executor.</param>
/// <param name="Tasks">Its tasks that have not completed, in the order of their launches.</param>
public sealed record ExecutorView(ExecutorRun Run, ImmutableArray<AgentTask> Tasks)
{
    /// <summary>The resources that it uses: its own and those of its tasks that are not over.</summary>
    public IEnumerable<V1.Resource> Resources =>
        Run.Info.Resources.Concat(Tasks.Where(static task =>
            !task.IsOver).SelectMany(static task => task.Info.Resources));
}

/// <summary>A framework and its executors, as they were at one moment.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Executors">Its executors that have not completed.</param>
public sealed record FrameworkView(AgentFramework Framework, ImmutableArray<ExecutorView> Executors);

/// <summary>
/// What an agent knows, as it was at one moment: references only, taken between two inputs of its loop.
/// </summary>
public sealed record AgentView
{
    /// <summary>What the agent says of itself.</summary>
    public required V1.AgentInfo Info { get; init; }

    /// <summary>How far its life has come.</summary>
    public required AgentPhase Phase { get; init; }

    /// <summary>The master that has it registered, or last did.</summary>
    public required string? Master { get; init; }

    /// <summary>How it is being drained.</summary>
    public required Draining? Draining { get; init; }

    /// <summary>Everything that it has.</summary>
    public required Resources Total { get; init; }

    /// <summary>Operations whose outcome is not acknowledged.</summary>
    public required ImmutableArray<V1.Operation> Operations { get; init; }

    /// <summary>Frameworks with executors.</summary>
    public required ImmutableArray<FrameworkView> Frameworks { get; init; }

    /// <summary>Frameworks without.</summary>
    public required ImmutableArray<AgentFramework> CompletedFrameworks { get; init; }

    /// <summary>How long it took to recover; zero while it does.</summary>
    public required TimeSpan Recovery { get; init; }

    /// <summary>What it counted.</summary>
    public required CountersView Counters { get; init; }

    /// <summary>Whose view it is.</summary>
    public Viewer Viewer { get; init; } = Viewer.Unrestricted;

    /// <summary>Executors that have not completed.</summary>
    public IEnumerable<ExecutorView> Executors => Frameworks.SelectMany(static framework => framework.Executors);

    /// <summary>Executors, completed ones after the others and the latest of them first.</summary>
    public IEnumerable<ExecutorView> AllExecutors => Executors.Concat(
        Frameworks.Select(static framework => framework.Framework).Concat(CompletedFrameworks)
            .SelectMany(static framework => framework.CompletedExecutors.Reverse())
            .Select(static run => new ExecutorView(run, [])));

    /// <summary>Tasks that have not completed.</summary>
    public IEnumerable<AgentTask> Tasks => Executors.SelectMany(static executor => executor.Tasks);

    /// <summary>Takes the view. Only between two inputs.</summary>
    public static AgentView Of(AgentState state) => new()
    {
        Info = state.Info,
        Phase = state.Phase,
        Master = state.Registration.Master,
        Draining = state.Draining,
        Total = state.Resources.Total,
        Operations = [.. state.Resources.Operations.Values.Select(static operation => operation.Message)],
        Frameworks = [.. state.Frameworks.Values.Select(framework => Of(state, framework))],
        CompletedFrameworks = [.. state.CompletedFrameworks],
        Recovery = state.RecoveredAt is { } recovered ? recovered - state.StartedAt : TimeSpan.Zero,
        Counters = CountersView.Of(state.Counters),
    };

    private static FrameworkView Of(AgentState state, AgentFramework framework) => new(
        framework,
        [.. state.ExecutorsOf(framework.Id).Select(run => new ExecutorView(run, [.. state.TasksOf(run.Key)]))]);
}
