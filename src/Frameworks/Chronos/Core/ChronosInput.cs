using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>What Chronos's loop can be told.</summary>
public abstract record ChronosInput
{
    /// <summary>What was stored has been loaded; the work begins.</summary>
    public sealed record Started : ChronosInput;

    /// <summary>The master said something.</summary>
    public sealed record MesosSpoke(Event Event) : ChronosInput;

    /// <summary>The subscription is interrupted.</summary>
    public sealed record MesosLost(string Reason) : ChronosInput;

    /// <summary>The master refuses the framework for good.</summary>
    public sealed record MesosRefused(string Reason) : ChronosInput;

    /// <summary>Somebody wants to create or replace a job.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Dependent">Whether it was posted as one that depends on others.</param>
    /// <param name="Reply">Hears why it is refused, or null.</param>
    public sealed record JobPosting(Job Job, bool Dependent, IReply<string?> Reply) : ChronosInput;

    /// <summary>Somebody wants a job deleted. The reply hears whether there was one.</summary>
    public sealed record JobDeleting(string Name, IReply<bool> Reply) : ChronosInput;

    /// <summary>Somebody wants a job run now. The reply hears why not, or null.</summary>
    public sealed record RunRequested(string Name, string Arguments, IReply<string?> Reply) : ChronosInput;

    /// <summary>Somebody declares that a job has succeeded. The reply hears whether there was one.</summary>
    public sealed record SuccessDeclared(string Name, IReply<bool> Reply) : ChronosInput;

    /// <summary>Somebody wants the runs of a job killed. The reply hears whether there was one.</summary>
    public sealed record RunsKilling(string Name, IReply<bool> Reply) : ChronosInput;

    /// <summary>
    /// A run reports that it has processed some more elements. The reply hears why that is refused, or null.
    /// </summary>
    public sealed record ProgressReported(string Name, string TaskId, long Elements, IReply<string?> Reply) : ChronosInput;

    /// <summary>A scheduled job may be due.</summary>
    internal sealed record JobsDue : ChronosInput;

    /// <summary>A run's next attempt is due.</summary>
    internal sealed record AttemptDue(string Key) : ChronosInput;

    /// <summary>An offer has been kept long enough.</summary>
    internal sealed record OfferHeld(string OfferId) : ChronosInput;

    /// <summary>Offers may be asked for again.</summary>
    internal sealed record ReviveDue : ChronosInput;

    /// <summary>The master is due to be asked about all runs.</summary>
    internal sealed record ReconcileDue(int Subscription, TimeSpan Wait) : ChronosInput;

    /// <summary>A kill is due to be repeated.</summary>
    internal sealed record KillDue(string TaskId) : ChronosInput;
}
