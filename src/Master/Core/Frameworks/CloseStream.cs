namespace Kernel.Master.Core.Frameworks;

/// <summary>
/// A scheduler's stream has ended: its offers are void, no new ones are made, its tasks go on, and it has its
/// failover timeout to come back (Mesos: Master::exited(FrameworkID), Master::disconnect, Master::deactivate).
/// </summary>
public static class CloseStream
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.StreamClosed input, MasterStep step)
    {
        if (state.FrameworkOfStream(input.StreamId) is not { } framework)
        {
            return;
        }

        Offers.RescindOffers.Discard(state, framework, step);
        state.Allocator.DeactivateFramework(framework.Id);
        var gone = framework with
        {
            Standing = FrameworkStanding.Disconnected, StreamId = null, Unregistered = step.Now,
        };
        state.Put(gone);
        step.After(gone.FailoverTimeout, new MasterInput.FailoverTimedOut(gone.Id, gone.Generation));
        step.Note($"Framework {gone.Id} disconnected; it has {gone.FailoverTimeout} to come back");
        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkUpdated(gone)));
    }

    /// <summary>Decides that a framework's time to come back is over, unless it has.</summary>
    public static void Decide(MasterState state, MasterInput.FailoverTimedOut input, MasterStep step)
    {
        if (state.Frameworks.TryGetValue(input.Framework, out var framework)
            && framework.Standing == FrameworkStanding.Disconnected
            && framework.Generation == input.Generation)
        {
            step.Note($"Framework {framework.Id} did not come back within its failover timeout");
            RemoveFramework.Decide(state, framework, step);
        }
    }
}
