using System.Collections.Frozen;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>What becomes of an instance when a task of it has ended or got out of sight.</summary>
public enum Outcome
{
    /// <summary>Nothing: it goes on.</summary>
    Stay,

    /// <summary>It waits for an offer again.</summary>
    Reschedule,

    /// <summary>It rests with its volumes.</summary>
    Rest,

    /// <summary>It is forgotten.</summary>
    Expunge,
}

/// <summary>The tables that instances go by (Marathon: InstanceUpdater.scala, TaskCondition.scala).</summary>
public static class InstanceMachine
{
    private static readonly FrozenDictionary<V1.TaskState, Condition> States = new Dictionary<V1.TaskState, Condition>
    {
        [V1.TaskState.TaskStaging] = Condition.Staging,
        [V1.TaskState.TaskStarting] = Condition.Starting,
        [V1.TaskState.TaskRunning] = Condition.Running,
        [V1.TaskState.TaskKilling] = Condition.Killing,
        [V1.TaskState.TaskFinished] = Condition.Finished,
        [V1.TaskState.TaskFailed] = Condition.Failed,
        [V1.TaskState.TaskKilled] = Condition.Killed,
        [V1.TaskState.TaskError] = Condition.Error,
        [V1.TaskState.TaskDropped] = Condition.Dropped,
        [V1.TaskState.TaskUnreachable] = Condition.Unreachable,
        [V1.TaskState.TaskGone] = Condition.Gone,
        [V1.TaskState.TaskGoneByOperator] = Condition.Gone,
        [V1.TaskState.TaskUnknown] = Condition.Unknown,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<V1.TaskStatus.Types.Reason, Condition> Lost =
        new Dictionary<V1.TaskStatus.Types.Reason, Condition>
        {
            [V1.TaskStatus.Types.Reason.InvalidFrameworkid] = Condition.Dropped,
            [V1.TaskStatus.Types.Reason.InvalidOffers] = Condition.Dropped,
            [V1.TaskStatus.Types.Reason.TaskInvalid] = Condition.Error,
            [V1.TaskStatus.Types.Reason.TaskUnauthorized] = Condition.Error,
            [V1.TaskStatus.Types.Reason.ResourcesUnknown] = Condition.Dropped,
            [V1.TaskStatus.Types.Reason.AgentDisconnected] = Condition.Dropped,
            [V1.TaskStatus.Types.Reason.MasterDisconnected] = Condition.Dropped,
            [V1.TaskStatus.Types.Reason.AgentUnknown] = Condition.Gone,
            [V1.TaskStatus.Types.Reason.AgentRemoved] = Condition.Unreachable,
            [V1.TaskStatus.Types.Reason.AgentRestarted] = Condition.Gone,
            [V1.TaskStatus.Types.Reason.TaskUnknown] = Condition.Unknown,
        }.ToFrozenDictionary();

    /// <summary>In order: the first that some task is in is the instance's.</summary>
    private static readonly Condition[] Precedence =
    [
        Condition.Error, Condition.Failed, Condition.Gone, Condition.Dropped, Condition.Unreachable, Condition.Killing,
        Condition.Starting, Condition.Staging, Condition.Unknown, Condition.Provisioned, Condition.Running,
        Condition.Finished, Condition.Killed,
    ];

    /// <summary>The condition that a status tells of.</summary>
    public static Condition Of(V1.TaskStatus status)
    {
        if (status.State != V1.TaskState.TaskLost)
        {
            return States[status.State];
        }

        if (status.Reason == V1.TaskStatus.Types.Reason.Reconciliation)
        {
            return status.Message.Contains("unknown to", StringComparison.Ordinal) ? Condition.Unknown
                : Condition.Unreachable;
        }

        return status.HasReason ? Lost.GetValueOrDefault(status.Reason, Condition.Gone) : Condition.Gone;
    }

    /// <summary>The condition of an instance with tasks in these conditions.</summary>
    public static Condition Of(IEnumerable<Condition> tasks)
    {
        var all = tasks.ToHashSet();
        return Precedence.FirstOrDefault(all.Contains, Condition.Scheduled);
    }

    /// <summary>What becomes of an instance.</summary>
    /// <param name="goal">What is to become of it.</param>
    /// <param name="condition">How it is doing now.</param>
    /// <param name="isReplaced">Whether a deployment replaces instances of its version.</param>
    /// <param name="hasVolumes">Whether volumes are reserved for it.</param>
    /// <param name="strategy">What its app says about unreachable instances.</param>
    public static Outcome After(
        Goal goal, Condition condition, bool isReplaced, bool hasVolumes, UnreachableStrategy strategy)
    {
        if (condition == Condition.Unreachable)
        {
            return AfterUnreachable(goal, isReplaced, hasVolumes, strategy);
        }

        if (!condition.IsTerminal())
        {
            return Outcome.Stay;
        }

        return goal switch
        {
            Goal.Running when isReplaced && hasVolumes => Outcome.Rest,
            Goal.Running when isReplaced => Outcome.Expunge,
            Goal.Running => Outcome.Reschedule,
            Goal.Stopped => Outcome.Rest,
            _ => Outcome.Expunge,
        };
    }

    private static Outcome AfterUnreachable(Goal goal, bool isReplaced, bool hasVolumes, UnreachableStrategy strategy)
    {
        var forgets = strategy is { Enabled: true, InactiveAfterSeconds: 0, ExpungeAfterSeconds: 0 };
        return hasVolumes ? Outcome.Stay
            : goal != Goal.Running || isReplaced ? Outcome.Expunge
            : forgets ? Outcome.Reschedule
            : Outcome.Stay;
    }
}
