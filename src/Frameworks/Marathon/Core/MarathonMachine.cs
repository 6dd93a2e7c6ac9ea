using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>Marathon's pure heart: routes what it is told to the decision that is made about it.</summary>
public sealed class MarathonMachine(MarathonState state) : IMachine<MarathonInput, MarathonEffect>
{
    private static readonly TimeSpan ScaleCheckInterval = TimeSpan.FromSeconds(300);

    /// <summary>Everything Marathon knows.</summary>
    public MarathonState State { get; } = state;

    /// <inheritdoc/>
    public void Decide(MarathonInput input, Step<MarathonInput, MarathonEffect> step)
    {
        Route(input, step);
        Subscribe.ConsiderRoles(State, step);
        WantOffers.Consider(State, step);
        State.Revision++;
    }

    private void Route(MarathonInput input, MarathonStep step)
    {
        switch (input)
        {
            case MarathonInput.MesosSpoke spoke:
                Hear(spoke.Event, step);
                break;
            case MarathonInput.MesosLost lost:
                Subscribe.Decide(State, lost, step);
                break;
            case MarathonInput.Started started:
                Subscribe.Decide(State, started, step);
                break;
            case MarathonInput.RootChanging changing:
                ChangeRoot.Decide(State, changing, step);
                break;
            case MarathonInput.InstancesKilling killing:
                KillInstances.Decide(State, killing, step);
                break;
            case MarathonInput.DeploymentCancelling cancelling:
                Deploy.Decide(State, cancelling, step);
                break;
            case MarathonInput.DelayResetting resetting:
                ResetDelay(resetting, step);
                break;
            case MarathonInput.HealthProbed probed:
                ProbeInstances.Decide(State, probed, step);
                break;
            case MarathonInput.ReadinessProbed probed:
                ProbeReadiness.Decide(State, probed, step);
                break;
            default:
                RouteTimer(input, step);
                break;
        }
    }

    private void RouteTimer(MarathonInput input, MarathonStep step)
    {
        switch (input)
        {
            case MarathonInput.ConvergeDue due:
                Converge.Spec(State, due.Id, step);
                break;
            case MarathonInput.ScaleCheckDue:
                CheckScale(step);
                break;
            case MarathonInput.LaunchOverdue overdue:
                EndInstance.Decide(State, overdue, step);
                break;
            case MarathonInput.ReservationOverdue due:
                ReserveVolumes.Decide(State, due, step);
                break;
            case MarathonInput.KillDue due:
                KillInstance.Decide(State, due, step);
                break;
            case MarathonInput.UnreachableDue due:
                EndInstance.Decide(State, due, step);
                break;
            case MarathonInput.DelayOver over:
                WantOffers.Decide(State, over, step);
                break;
            case MarathonInput.ReviveDue:
                WantOffers.Decide(State, step);
                break;
            case MarathonInput.TokensDue:
                State.LaunchTokens = State.Settings.LaunchTokens;
                step.After(State.Settings.LaunchTokenRefresh, new MarathonInput.TokensDue());
                break;
            case MarathonInput.ReconcileDue due:
                Reconcile.Repeat(State, due, step);
                break;
            case MarathonInput.HealthDue due:
                ProbeInstances.Decide(State, due, step);
                break;
            case MarathonInput.ReadinessDue due:
                ProbeReadiness.Decide(State, due, step);
                break;
            default:
                throw Invariant.Unreachable($"every input is routed, {input.GetType().Name} too");
        }
    }

    private void Hear(Event said, MarathonStep step)
    {
        switch (said.Type)
        {
            case Event.Types.Type.Subscribed:
                Subscribe.Decide(State, said.Subscribed, step);
                break;
            case Event.Types.Type.Offers:
                UseOffers.Decide(State, said.Offers.Offers_, step);
                break;
            case Event.Types.Type.Update:
                StatusUpdate.Decide(State, said.Update.Status, step);
                break;
            case Event.Types.Type.Message:
                step.Do(new MarathonEffect.Publish(
                    new MarathonEvent.FrameworkMessage(
                        said.Message.ExecutorId.Value, said.Message.AgentId.Value, said.Message.Data.ToByteArray()),
                    step.Now));
                break;
            case Event.Types.Type.Error:
                Subscribe.Decide(State, said.Error, step);
                break;
        }
    }

    private void CheckScale(MarathonStep step)
    {
        foreach (var id in State.Tree.Specs.Keys.Union(State.Instances.BySpec.Keys).ToList())
        {
            Converge.Spec(State, id, step);
        }

        foreach (var deployment in State.Deployments.ToList())
        {
            Deploy.Advance(State, deployment.Id, step);
        }

        step.After(ScaleCheckInterval, new MarathonInput.ScaleCheckDue());
    }

    private void ResetDelay(MarathonInput.DelayResetting input, MarathonStep step)
    {
        var waits = State.Instances.CountWaiting(input.Id) > 0;
        if (waits)
        {
            State.SetBackoff(input.Id, null);
            WantOffers.Decide(State, new MarathonInput.DelayOver(input.Id), step);
        }

        step.Do(new MarathonEffect.AnswerWith<bool>(input.Reply, waits));
    }
}
