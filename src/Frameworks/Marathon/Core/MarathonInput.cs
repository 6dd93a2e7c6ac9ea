using System.Text.Json.Nodes;
using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>What Marathon's loop can be told.</summary>
public abstract record MarathonInput
{
    /// <summary>What was stored has been loaded; the work begins.</summary>
    public sealed record Started : MarathonInput;

    /// <summary>The master said something.</summary>
    public sealed record MesosSpoke(Event Event) : MarathonInput;

    /// <summary>The subscription ended.</summary>
    public sealed record MesosLost(string Reason) : MarathonInput;

    /// <summary>Somebody wants to change what is to run.</summary>
    /// <param name="Change">How.</param>
    /// <param name="Force">Whether deployments in the way are cancelled.</param>
    /// <param name="Client">Who.</param>
    /// <param name="Uri">By which request.</param>
    /// <param name="Reply">Hears what comes of it.</param>
    /// <param name="DryRun">Whether only the plan is wanted.</param>
    public sealed record RootChanging(
        RootChange Change, bool Force, string Client, string Uri, IReply<ChangeAnswer> Reply, bool DryRun = false)
            : MarathonInput;

    /// <summary>Somebody wants instances ended and, unless they are wiped, started anew.</summary>
    public sealed record InstancesKilling(IReadOnlyList<InstanceId> Instances, bool Wipe, IReply<bool> Reply)
        : MarathonInput;

    /// <summary>Somebody wants a deployment to be let go where it is.</summary>
    public sealed record DeploymentCancelling(string Id, IReply<bool> Reply) : MarathonInput;

    /// <summary>Somebody wants an app launched without delay.</summary>
    public sealed record DelayResetting(PathId Id, IReply<bool> Reply) : MarathonInput;

    /// <summary>A health check of ours was made.</summary>
    public sealed record HealthProbed(TaskId Task, int Check, string? Failure) : MarathonInput;

    /// <summary>A readiness check was made.</summary>
    public sealed record ReadinessProbed(TaskId Task, int Status, string ContentType, string Body) : MarathonInput;

    /// <summary>An app or pod is due to be looked at.</summary>
    internal sealed record ConvergeDue(PathId Id) : MarathonInput;

    /// <summary>Every app and pod is due to be looked at.</summary>
    internal sealed record ScaleCheckDue : MarathonInput;

    /// <summary>A launch has been under way for long.</summary>
    internal sealed record LaunchOverdue(InstanceId Id, int Incarnation, Condition Condition) : MarathonInput;

    /// <summary>What was reserved ought to have come back by now.</summary>
    internal sealed record ReservationOverdue(InstanceId Id, Moment Since) : MarathonInput;

    /// <summary>A kill is due to be repeated.</summary>
    internal sealed record KillDue(InstanceId Id, int Incarnation) : MarathonInput;

    /// <summary>An instance has been unreachable for a while.</summary>
    internal sealed record UnreachableDue(InstanceId Id, Moment Since) : MarathonInput;

    /// <summary>A delay is over.</summary>
    internal sealed record DelayOver(PathId Id) : MarathonInput;

    /// <summary>Offers may be asked for again.</summary>
    internal sealed record ReviveDue : MarathonInput;

    /// <summary>Launch tokens are refilled.</summary>
    internal sealed record TokensDue : MarathonInput;

    /// <summary>The master is due to be asked about all tasks.</summary>
    internal sealed record ReconcileDue(int Subscription) : MarathonInput;

    /// <summary>A health check of ours is due.</summary>
    internal sealed record HealthDue(TaskId Task, int Check) : MarathonInput;

    /// <summary>A readiness check is due.</summary>
    internal sealed record ReadinessDue(TaskId Task, string Deployment) : MarathonInput;
}

/// <summary>What came of a wish to change what is to run.</summary>
/// <param name="Refusal">Why it was refused; null if it was not.</param>
/// <param name="Plan">The deployment that carries it out.</param>
/// <param name="Spec">The app or pod that was created or changed, if it was one.</param>
/// <param name="Created">Whether something was created.</param>
public sealed record ChangeAnswer(
    Refusal? Refusal, DeploymentPlan? Plan = null, RunSpec? Spec = null, bool Created = false);
