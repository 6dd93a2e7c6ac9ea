using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Authorization;
using Kernel.Master.Core.Frameworks;
using Kernel.Model;

namespace Kernel.Master.Core.Operators;

/// <summary>Takes a call of an operator that changes something, and answers it once the change is durable.</summary>
public static class OperatorCalls
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.OperatorCalled input, MasterStep step) =>
        step.Do(new MasterEffect.Answer(input.Reply, Answer(state, input, step)));

    private static CallAnswer Answer(MasterState state, MasterInput.OperatorCalled input, MasterStep step) =>
        OperatorPermissions.Refuse(state, input.Call, input.Principal) is { } denial
            ? CallAnswer.Forbidden(denial)
            : Decide(state, input.Call, input.Principal, step);

    private static CallAnswer Decide(MasterState state, OperatorCall call, Principal? caller, MasterStep step) => call switch
    {
        OperatorCall.Teardown teardown => Teardown(state, teardown.Framework, step),
        OperatorCall.Apply apply => ApplyOperatorOperation.Decide(state, apply, caller, step),
        OperatorCall.UpdateQuota update => UpdateQuota.Decide(state, update, step),
        OperatorCall.SetQuota set => SetQuota.Decide(state, set, step),
        OperatorCall.RemoveQuota remove => SetQuota.Remove(state, remove, step),
        OperatorCall.UpdateWeights update => UpdateWeights.Decide(state, update, step),
        OperatorCall.UpdateMaintenanceSchedule update => UpdateMaintenanceSchedule.Decide(state, update.Schedule, step),
        OperatorCall.StartMaintenance start => StartMaintenance.Decide(state, start.Machines, step),
        OperatorCall.StopMaintenance stop => StopMaintenance.Decide(state, stop.Machines, step),
        OperatorCall.DrainAgent drain => DrainAgent.Decide(state, drain, step),
        OperatorCall.DeactivateAgent deactivate => ActivateAgent.Deactivate(state, deactivate.Agent, step),
        OperatorCall.ReactivateAgent reactivate => ActivateAgent.Reactivate(state, reactivate.Agent, step),
        OperatorCall.MarkAgentGone gone => MarkGone.Decide(state, gone.Agent, step),
        _ => throw Invariant.Unreachable("an operator call of a kind that nobody knows"),
    };

    private static CallAnswer Teardown(MasterState state, FrameworkId id, MasterStep step)
    {
        if (!state.Frameworks.TryGetValue(id, out var framework))
        {
            return CallAnswer.BadRequest("No framework found with specified ID");
        }

        RemoveFramework.Decide(state, framework, step);
        return CallAnswer.Ok;
    }
}
