using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>What one health check of ours found out about a task so far.</summary>
public sealed record CheckHealth
{
    /// <summary>When it first succeeded.</summary>
    public Moment? FirstSuccess { get; init; }

    /// <summary>When it last succeeded.</summary>
    public Moment? LastSuccess { get; init; }

    /// <summary>When it last failed.</summary>
    public Moment? LastFailure { get; init; }

    /// <summary>Why it last failed.</summary>
    public string? LastFailureCause { get; init; }

    /// <summary>How often it has failed since it last succeeded.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Whether the task is alive as far as this check knows.</summary>
    public bool Alive => LastSuccess is { } success && (LastFailure is not { } failure || success > failure);
}

/// <summary>What a readiness check last found out about a task.</summary>
public sealed record Readiness(string Name, bool Ready, int Status, string ContentType, string Body, bool Preserve);

/// <summary>What our checks found out, as it was at one moment.</summary>
/// <param name="Checks">The results of each task's checks, in the order of the app's; null where there is none
/// yet.</param>
/// <param name="Readiness">What each task's readiness check last found; null if it has only begun.</param>
public sealed record HealthView(
    ImmutableDictionary<TaskId, ImmutableArray<CheckHealth?>> Checks, ImmutableDictionary<TaskId, Readiness?> Readiness)
{
    /// <summary>Nothing yet.</summary>
    public static readonly HealthView Empty = new(
        ImmutableDictionary<TaskId, ImmutableArray<CheckHealth?>>.Empty, ImmutableDictionary<TaskId, Readiness?>.Empty);

    /// <summary>The results of a task's checks; none if nobody checks.</summary>
    public ImmutableArray<CheckHealth?> Of(TaskId task) => Checks.GetValueOrDefault(task, []);

    /// <summary>The result of one check; null if there is none yet.</summary>
    public CheckHealth? Of(TaskId task, int check) => Of(task) is var all && check < all.Length ? all[check] : null;

    /// <summary>What a task's readiness check last found; null if there is nothing yet.</summary>
    public Readiness? ReadinessOf(TaskId task) => Readiness.GetValueOrDefault(task);
}

/// <summary>What our checks found out. It is kept in memory only, as in Marathon.</summary>
public sealed class HealthBook
{
    private readonly Dictionary<InstanceId, bool?> told = [];

    /// <summary>What is known now.</summary>
    public HealthView View { get; private set; } = HealthView.Empty;

    /// <summary>Whether a task's checks have begun.</summary>
    public bool IsWatched(TaskId task) => View.Checks.ContainsKey(task);

    /// <summary>Begins a task's checks.</summary>
    public void Watch(TaskId task, int checks) =>
        View = View with { Checks = View.Checks.SetItem(task, [.. Enumerable.Repeat<CheckHealth?>(null, checks)]) };

    /// <summary>Sets the result of a check of a task that is watched.</summary>
    public void Set(TaskId task, int check, CheckHealth result) =>
        View = View with { Checks = View.Checks.SetItem(task, View.Checks[task].SetItem(check, result)) };

    /// <summary>Whether a task's readiness is being found out, or has been.</summary>
    public bool IsReadinessKnown(TaskId task) => View.Readiness.ContainsKey(task);

    /// <summary>Sets what a task's readiness check found; null: it has begun.</summary>
    public void SetReadiness(TaskId task, Readiness? result) =>
        View = View with { Readiness = View.Readiness.SetItem(task, result) };

    /// <summary>Notes the health that everybody was last told of an instance.</summary>
    /// <returns>Whether it is another one.</returns>
    public bool Tell(InstanceId instance, bool? healthy)
    {
        var known = told.TryGetValue(instance, out var before);
        told[instance] = healthy;
        return known ? before != healthy : healthy is not null;
    }

    /// <summary>Forgets a task.</summary>
    public void Forget(TaskId task) =>
        View = View with { Checks = View.Checks.Remove(task), Readiness = View.Readiness.Remove(task) };

    /// <summary>Forgets an instance.</summary>
    public void Forget(InstanceId instance) => told.Remove(instance);
}
