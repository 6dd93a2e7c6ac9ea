using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Frameworks;

/// <summary>Keeps a subscriber's stream alive: one event at once, then one every interval (mesos.md 1.5).</summary>
public static class Heartbeat
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.HeartbeatDue input, MasterStep step)
    {
        if (state.Frameworks.TryGetValue(input.Framework, out var framework)
            && framework.IsConnected
            && framework.Generation == input.Generation)
        {
            Beat(state, framework, step);
        }
    }

    /// <summary>Sends a heartbeat and asks for the next.</summary>
    public static void Beat(MasterState state, Framework framework, MasterStep step)
    {
        step.Do(new MasterEffect.SendEvent(framework.StreamId!, new() { Type = Event.Types.Type.Heartbeat }));
        step.After(state.Settings.HeartbeatInterval, new MasterInput.HeartbeatDue(framework.Id, framework.Generation));
    }
}
