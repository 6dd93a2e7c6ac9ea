using Kernel.Model;
using Mesos.V1.Scheduler;
using Type = Mesos.V1.Scheduler.Event.Types.Type;

namespace Kernel.Chronos.Core;

/// <summary>Chronos's pure heart: routes what it is told to the decision that is made about it.</summary>
/// <param name="state">Everything Chronos knows.</param>
public sealed class ChronosMachine(ChronosState state) : IMachine<ChronosInput, ChronosEffect>
{
    /// <summary>Everything Chronos knows.</summary>
    public ChronosState State { get; } = state;

    /// <inheritdoc/>
    public void Decide(ChronosInput input, ChronosStep step)
    {
        Route(input, step);
        UseOffers.Consider(State, step);
        WantOffers.Consider(State, step);
        QueueDueJobs.Arm(State, step);
        State.Revision++;
    }

    private void Route(ChronosInput input, ChronosStep step)
    {
        switch (input)
        {
            case ChronosInput.Started:
                Subscribe.Begin(State, step);
                break;
            case ChronosInput.MesosSpoke spoke:
                Hear(spoke.Event, step);
                break;
            case ChronosInput.MesosLost lost:
                Subscribe.Decide(State, lost, step);
                break;
            case ChronosInput.MesosRefused refused:
                Subscribe.Decide(State, refused, step);
                break;
            case ChronosInput.JobPosting posting:
                PostJob.Decide(State, posting, step);
                break;
            case ChronosInput.JobDeleting deleting:
                DeleteJob.Decide(State, deleting, step);
                break;
            case ChronosInput.RunRequested requested:
                RunNow.Decide(State, requested, step);
                break;
            case ChronosInput.SuccessDeclared declared:
                DeclareSuccess.Decide(State, declared, step);
                break;
            case ChronosInput.RunsKilling killing:
                KillRuns.Decide(State, killing, step);
                break;
            case ChronosInput.ProgressReported reported:
                ReportProgress.Decide(State, reported, step);
                break;
            default:
                RouteTimer(input, step);
                break;
        }
    }

    private void RouteTimer(ChronosInput input, ChronosStep step)
    {
        switch (input)
        {
            case ChronosInput.JobsDue:
                QueueDueJobs.Decide(State, step);
                break;
            case ChronosInput.AttemptDue due:
                QueueRun.Decide(State, due, step);
                break;
            case ChronosInput.OfferHeld held:
                WantOffers.Decide(State, held, step);
                break;
            case ChronosInput.ReviveDue:
                WantOffers.AtReviveDue(State, step);
                break;
            case ChronosInput.ReconcileDue due:
                Reconcile.Decide(State, due, step);
                break;
            case ChronosInput.KillDue due:
                KillRuns.Decide(State, due, step);
                break;
            default:
                throw Invariant.Unreachable($"every input is routed, {input.GetType().Name} too");
        }
    }

    private void Hear(Event said, ChronosStep step)
    {
        switch (said.Type)
        {
            case Type.Subscribed:
                Subscribe.Decide(State, said.Subscribed, step);
                break;
            case Type.Offers:
                UseOffers.Decide(State, said.Offers.Offers_, step);
                break;
            case Type.Rescind:
                State.Offers.Take(said.Rescind.OfferId.Value);
                break;
            case Type.Update:
                UpdateRun.Decide(State, said.Update.Status, step);
                break;
        }
    }
}
