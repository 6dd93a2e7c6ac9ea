using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Authentication;
using Kernel.Master.Core.Counting;
using Kernel.Master.Core.Frameworks;
using Kernel.Master.Core.Offers;
using Kernel.Master.Core.Operations;
using Kernel.Master.Core.Operators;
using Kernel.Master.Core.Tasks;
using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>The master's pure heart: every input, and the decision it comes to.</summary>
public sealed class MasterMachine(MasterState state) : IMachine<MasterInput, MasterEffect>
{
    /// <summary>What it knows.</summary>
    public MasterState State => state;

    /// <inheritdoc/>
    public void Decide(MasterInput input, MasterStep step)
    {
        CountInput.Decide(state, input);
        Route(input, step);
        CountEffects.Decide(state, step);
        MakeOffers.Hint(state, step);
    }

    private void Route(MasterInput input, MasterStep step)
    {
        switch (input)
        {
            case MasterInput.SchedulerSubscribing subscribing:
                Subscribe.Decide(state, subscribing, step);
                break;
            case MasterInput.StreamClosed closed:
                CloseStream.Decide(state, closed, step);
                break;
            case MasterInput.SchedulerCalled called:
                SchedulerCalls.Decide(state, called, step);
                break;
            case MasterInput.FailoverTimedOut timedOut:
                CloseStream.Decide(state, timedOut, step);
                break;
            case MasterInput.HeartbeatDue due:
                Heartbeat.Decide(state, due, step);
                break;
            case MasterInput.Elected elected:
                BecomeLeader.Decide(state, elected, step);
                break;
            case MasterInput.BatchDue:
                MakeOffers.Batch(state, step);
                break;
            case MasterInput.CycleDue:
                MakeOffers.Decide(state, step);
                break;
            case MasterInput.WhitelistRead read:
                UpdateWhitelist.Decide(state, read, step);
                break;
            case MasterInput.OfferTimedOut timedOut:
                RescindOffers.Decide(state, timedOut, step);
                break;
            default:
                RouteAgents(input, step);
                break;
        }
    }

    private void RouteAgents(MasterInput input, MasterStep step)
    {
        switch (input)
        {
            case MasterInput.AgentRegistering registering:
                RegisterAgent.Decide(state, registering, step);
                break;
            case MasterInput.AgentReregistering reregistering:
                ReregisterAgent.Decide(state, reregistering, step);
                break;
            case MasterInput.AgentUpdating updating:
                UpdateAgent.Decide(state, updating, step);
                break;
            case MasterInput.AgentUnregistering unregistering:
                RemoveAgent.Decide(state, unregistering, step);
                break;
            case MasterInput.LinkClosed closed:
                Disconnect.Decide(state, closed, step);
                break;
            case MasterInput.AgentPonged ponged:
                Pinging.Decide(state, ponged);
                break;
            case MasterInput.PingDue due:
                Pinging.Decide(state, due, step);
                break;
            case MasterInput.ReregistrationTimedOut timedOut:
                MarkUnreachable.Decide(state, timedOut, step);
                break;
            case MasterInput.RecoveryTimedOut:
                MarkUnreachable.DecideRecovered(state, step);
                break;
            case MasterInput.RemovalDue:
                MarkUnreachable.Decide(state, step);
                break;
            case MasterInput.RegistryGcDue:
                PruneRegistry.Decide(state, step);
                break;
            case MasterInput.StatusForwarded forwarded:
                ForwardStatus.Decide(state, forwarded, step);
                break;
            case MasterInput.OperationStatusForwarded forwarded:
                ForwardOperationStatus.Decide(state, forwarded.Update, step);
                break;
            case MasterInput.ExecutorExited exited:
                MessageExecutor.Decide(state, exited, step);
                break;
            case MasterInput.ExecutorMessaged messaged:
                MessageExecutor.Decide(state, messaged, step);
                break;
            case MasterInput.OperatorCalled called:
                OperatorCalls.Decide(state, called, step);
                break;
            default:
                RouteAuthentication(input, step);
                break;
        }
    }

    private void RouteAuthentication(MasterInput input, MasterStep step)
    {
        switch (input)
        {
            case MasterInput.PeerAuthenticating authenticating:
                AuthenticatePeer.Decide(state, authenticating, step);
                break;
            case MasterInput.MechanismChosen chosen:
                AuthenticatePeer.Decide(state, chosen, step);
                break;
            case MasterInput.ChallengeAnswered answered:
                AuthenticatePeer.Decide(state, answered, step);
                break;
            case MasterInput.PeerAuthenticationTimedOut timedOut:
                AuthenticatePeer.Decide(state, timedOut, step);
                break;
            default:
                throw Invariant.Unreachable($"no decision for {input.GetType().Name}");
        }
    }
}
