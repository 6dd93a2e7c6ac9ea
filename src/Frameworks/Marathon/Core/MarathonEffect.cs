using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>What Marathon's loop can do to the world.</summary>
public abstract record MarathonEffect
{
    /// <summary>Tells the master something.</summary>
    public sealed record CallMesos(Call Call) : MarathonEffect;

    /// <summary>Sets how Marathon introduces itself at its next subscription.</summary>
    /// <param name="Info">What the master is told.</param>
    /// <param name="SuppressedRoles">The roles that want no offers.</param>
    /// <param name="Resubscribe">Whether a new subscription is begun at once.</param>
    public sealed record Introduce(FrameworkInfo Info, IReadOnlyList<string> SuppressedRoles, bool Resubscribe)
        : MarathonEffect;

    /// <summary>
    /// Ends Marathon: the master will have nothing to do with it, or another one has taken its place.
    /// </summary>
    public sealed record Leave(string Reason) : MarathonEffect;

    /// <summary>Tells everybody who listens.</summary>
    public sealed record Publish(MarathonEvent Event, Moment At) : MarathonEffect;

    /// <summary>Makes a health check.</summary>
    public sealed record ProbeHealth(
        TaskId Task, int Check, ProbeKind Kind, string Host, int Port, string Path, TimeSpan Timeout)
        : MarathonEffect;

    /// <summary>Makes a readiness check.</summary>
    public sealed record ProbeReadiness(TaskId Task, bool Https, string Host, int Port, string Path, TimeSpan Timeout)
        : MarathonEffect;

    /// <summary>Answers somebody.</summary>
    public abstract record Answer : MarathonEffect
    {
        /// <summary>Gives the answer.</summary>
        public abstract void Give();
    }

    /// <summary>Answers somebody.</summary>
    public sealed record AnswerWith<T>(IReply<T> Reply, T Value) : Answer
    {
        /// <inheritdoc/>
        public override void Give() => Reply.Answer(Value);
    }
}

/// <summary>How health is probed.</summary>
public enum ProbeKind
{
    /// <summary>An HTTP request.</summary>
    Http,

    /// <summary>An HTTPS request; any certificate will do.</summary>
    Https,

    /// <summary>A connection.</summary>
    Tcp,
}
