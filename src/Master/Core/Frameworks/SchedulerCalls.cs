using Kernel.Master.Core.Offers;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1.Scheduler;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;

namespace Kernel.Master.Core.Frameworks;

/// <summary>
/// Takes a call of a scheduler: the checks that every call must pass, then the decision for its type (Mesos:
/// Master::Http::scheduler; mesos.md 2.1).
/// </summary>
public static class SchedulerCalls
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.SchedulerCalled input, MasterStep step)
    {
        var known = state.Frameworks.GetValueOrDefault(new(input.Call.FrameworkId.Value));
        if (Refuse(known, input) is { } refusal)
        {
            step.Do(new MasterEffect.Answer(input.Reply, refusal));
            return;
        }

        state.Counters.Count(known!.Id, input.Call.Type);
        if (input.Call.Type == CallType.UpdateFramework)
        {
            step.Do(new MasterEffect.Answer(input.Reply, UpdateFramework.Decide(state, known!, input.Call.UpdateFramework, step)));
            return;
        }

        // Accepted is not executed: the answer says nothing of what comes of the call.
        step.Do(new MasterEffect.Answer(input.Reply, CallAnswer.Accepted));
        Dispatch(state, known!, input, step);
    }

    private static CallAnswer? Refuse(Framework? framework, MasterInput.SchedulerCalled input)
    {
        if (framework is null)
        {
            return CallAnswer.BadRequest("Framework cannot be found");
        }

        if (input.Principal is { } principal && principal != framework.Info.Principal)
        {
            return CallAnswer.BadRequest(
                $"Authenticated principal '{principal}' does not match principal '{framework.Info.Principal}' set in `FrameworkInfo`");
        }

        if (!framework.IsConnected)
        {
            return CallAnswer.Forbidden("Framework is not subscribed");
        }

        if (input.StreamId is null)
        {
            return CallAnswer.BadRequest("All non-subscribe calls should include the 'Mesos-Stream-Id' header");
        }

        return input.StreamId == framework.StreamId
            ? null
            : CallAnswer.BadRequest(
                $"The stream ID '{input.StreamId}' included in this request didn't match the stream ID currently associated with framework ID {framework.Id}");
    }

    private static void Dispatch(MasterState state, Framework framework, MasterInput.SchedulerCalled input, MasterStep step)
    {
        var call = input.Call;
        switch (call.Type)
        {
            case CallType.Teardown:
                RemoveFramework.Decide(state, framework, step);
                break;
            case CallType.Accept:
                AcceptOffers.Decide(state, framework, call.Accept, input.Operations, step);
                break;
            case CallType.Decline:
                DeclineOffers.Decide(state, framework, call.Decline, step);
                break;
            case CallType.AcceptInverseOffers:
                AnswerInverseOffers.Accept(state, framework, call.AcceptInverseOffers, step);
                break;
            case CallType.DeclineInverseOffers:
                AnswerInverseOffers.Decline(state, framework, call.DeclineInverseOffers, step);
                break;
            case CallType.Revive:
                Suppression.Revive(state, framework, call.Revive, step);
                break;
            case CallType.Suppress:
                Suppression.Suppress(state, framework, call.Suppress, step);
                break;
            case CallType.Kill:
                KillTask.Decide(state, framework, call.Kill, step);
                break;
            case CallType.Shutdown:
                MessageExecutor.Shutdown(state, framework, call.Shutdown, step);
                break;
            case CallType.Message:
                MessageExecutor.Message(state, framework, call.Message, step);
                break;
            case CallType.Acknowledge:
                Acknowledge.Decide(state, framework, call.Acknowledge, step);
                break;
            case CallType.AcknowledgeOperationStatus:
                Operations.OperationFeedback.Acknowledge(state, framework, call.AcknowledgeOperationStatus, step);
                break;
            case CallType.Reconcile:
                ReconcileTasks.Decide(state, framework, call.Reconcile, step);
                break;
            case CallType.ReconcileOperations:
                Operations.OperationFeedback.Reconcile(state, framework, call.ReconcileOperations, step);
                break;
            case CallType.Request:
                // The hierarchical allocator takes no requests.
                break;
            case CallType.Unknown or CallType.Subscribe or CallType.UpdateFramework:
                throw Invariant.Unreachable($"{call.Type} is dispatched elsewhere");
        }
    }
}
