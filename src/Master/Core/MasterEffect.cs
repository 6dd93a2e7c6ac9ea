using Google.Protobuf;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core;

/// <summary>What the master's loop can do to the world.</summary>
public abstract record MasterEffect
{
    private MasterEffect()
    {
    }

    /// <summary>Sends an event to a scheduler.</summary>
    /// <param name="StreamId">Its stream; an event for a stream that has ended is dropped.</param>
    /// <param name="Event">The event. Frozen.</param>
    public sealed record SendEvent(string StreamId, Mesos.V1.Scheduler.Event Event) : MasterEffect;

    /// <summary>Sends offers to a scheduler, in the format it understands.</summary>
    /// <param name="StreamId">Its stream.</param>
    /// <param name="Framework">The framework, as it is now.</param>
    /// <param name="Offers">The offers, each with its agent as it is now.</param>
    public sealed record SendOffers(string StreamId, Framework Framework, IReadOnlyList<OfferToSend> Offers) : MasterEffect;

    /// <summary>Ends a scheduler's stream, after what was sent on it before.</summary>
    public sealed record CloseStream(string StreamId) : MasterEffect;

    /// <summary>Sends a message to a libprocess peer.</summary>
    /// <param name="To">The peer: <c>slave(1)@ip:port</c>.</param>
    /// <param name="Message">The message. Frozen.</param>
    /// <param name="From">The process it comes from, if not <c>master</c>.</param>
    public sealed record SendToAgent(string To, IMessage Message, string? From = null) : MasterEffect;

    /// <summary>Ends the connection to a libprocess peer, so that it notices.</summary>
    public sealed record CloseLink(string Pid) : MasterEffect;

    /// <summary>Answers an HTTP call.</summary>
    public sealed record Answer(IReply<CallAnswer> To, CallAnswer What) : MasterEffect;

    /// <summary>Ends the master: to go on would do harm.</summary>
    /// <param name="Why">Why, for the operator.</param>
    public sealed record Abort(string Why) : MasterEffect;

    /// <summary>Tells the subscribers of the operator API what has happened.</summary>
    public sealed record Publish(MasterEvent Event) : MasterEffect;
}

/// <summary>An offer on its way, with what is told of its agent.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Executors">The framework's executors that run there.</param>
/// <param name="Unavailability">When the agent's machine will be unavailable. Frozen.</param>
public sealed record OfferToSend(Offer Offer, Agent Agent, IReadOnlyList<ExecutorId> Executors, Unavailability? Unavailability);

/// <summary>Something that subscribers of the operator API are told (mesos.md 8.3).</summary>
public abstract record MasterEvent
{
    private MasterEvent()
    {
    }

    /// <summary>TASK_ADDED.</summary>
    public sealed record TaskAdded(TaskEntry Task) : MasterEvent;

    /// <summary>TASK_UPDATED.</summary>
    /// <param name="Task">The task as it is now.</param>
    /// <param name="Status">The update. Frozen.</param>
    public sealed record TaskUpdated(TaskEntry Task, Mesos.V1.TaskStatus Status) : MasterEvent;

    /// <summary>AGENT_ADDED.</summary>
    public sealed record AgentAdded(Agent Agent) : MasterEvent;

    /// <summary>AGENT_REMOVED.</summary>
    public sealed record AgentRemoved(AgentId Agent) : MasterEvent;

    /// <summary>FRAMEWORK_ADDED.</summary>
    public sealed record FrameworkAdded(Framework Framework) : MasterEvent;

    /// <summary>FRAMEWORK_UPDATED.</summary>
    public sealed record FrameworkUpdated(Framework Framework) : MasterEvent;

    /// <summary>FRAMEWORK_REMOVED.</summary>
    public sealed record FrameworkRemoved(Framework Framework) : MasterEvent;
}
