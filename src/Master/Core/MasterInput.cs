using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core;

/// <summary>What the master's loop can be told.</summary>
public abstract record MasterInput
{
    private MasterInput()
    {
    }

    // ---- frameworks

    /// <summary>A scheduler has opened an event stream with SUBSCRIBE.</summary>
    /// <param name="StreamId">The id of the stream, which is open already.</param>
    /// <param name="Call">Its call, syntactically valid. Frozen.</param>
    public sealed record SchedulerSubscribing(string StreamId, Call.Types.Subscribe Call) : MasterInput;

    /// <summary>An event stream of a scheduler has ended.</summary>
    public sealed record StreamClosed(string StreamId) : MasterInput;

    /// <summary>A scheduler has made a call other than SUBSCRIBE.</summary>
    /// <param name="Call">The call, syntactically valid. Frozen.</param>
    /// <param name="Operations">The operations of an ACCEPT, lifted.</param>
    /// <param name="StreamId">The stream id it has shown; null if none.</param>
    /// <param name="Principal">Who it has authenticated as; null if nobody.</param>
    /// <param name="Reply">Where the HTTP answer goes.</param>
    public sealed record SchedulerCalled(
        Call Call, ImmutableArray<AskedOperation> Operations, string? StreamId, string? Principal, IReply<CallAnswer> Reply)
        : MasterInput;

    /// <summary>A framework's time to come back is over.</summary>
    public sealed record FailoverTimedOut(FrameworkId Framework, int Generation) : MasterInput;

    /// <summary>A subscriber is due a heartbeat.</summary>
    public sealed record HeartbeatDue(FrameworkId Framework, int Generation) : MasterInput;

    // ---- agents, over the link

    /// <summary>An agent without an id wants to register.</summary>
    public sealed record AgentRegistering(string Pid, ReportedAgent Agent) : MasterInput;

    /// <summary>An agent with an id wants to register again.</summary>
    public sealed record AgentReregistering(string Pid, ReportedAgent Agent, ReportedWork Work) : MasterInput;

    /// <summary>A registered agent has told its resources and operations.</summary>
    public sealed record AgentUpdating(AgentUpdate Update) : MasterInput;

    /// <summary>An agent leaves for good.</summary>
    public sealed record AgentUnregistering(string Pid, AgentId Agent) : MasterInput;

    /// <summary>A process wants to prove over the link who it is.</summary>
    /// <param name="Client">The process that says so, and that is answered.</param>
    /// <param name="Pid">The process that it proves itself for.</param>
    public sealed record PeerAuthenticating(string Client, string Pid) : MasterInput;

    /// <summary>A process that authenticates has chosen how to.</summary>
    public sealed record MechanismChosen(string Client, string Mechanism) : MasterInput;

    /// <summary>A process that authenticates has answered the challenge.</summary>
    public sealed record ChallengeAnswered(string Client, ByteString Answer) : MasterInput;

    /// <summary>A process has had its time to authenticate.</summary>
    public sealed record PeerAuthenticationTimedOut(string Client, int Number) : MasterInput;

    /// <summary>The connection to a libprocess peer has ended.</summary>
    /// <param name="Address">The peer's <c>ip:port</c>.</param>
    public sealed record LinkClosed(string Address) : MasterInput;

    /// <summary>An agent has answered a ping.</summary>
    public sealed record AgentPonged(string Pid) : MasterInput;

    /// <summary>An agent is due a ping.</summary>
    public sealed record PingDue(AgentId Agent, int Observer) : MasterInput;

    /// <summary>An agent's time to come back is over.</summary>
    public sealed record ReregistrationTimedOut(AgentId Agent, int Generation) : MasterInput;

    /// <summary>The time for recovered agents to come back is over.</summary>
    public sealed record RecoveryTimedOut : MasterInput;

    /// <summary>The rate limit lets the next agent become unreachable.</summary>
    public sealed record RemovalDue : MasterInput;

    /// <summary>The registry's lists are to be pruned.</summary>
    public sealed record RegistryGcDue : MasterInput;

    /// <summary>An agent has sent a status update.</summary>
    public sealed record StatusForwarded(string Pid, Mesos.Internal.StatusUpdate Update) : MasterInput;

    /// <summary>An agent has sent the status of an operation.</summary>
    public sealed record OperationStatusForwarded(Mesos.Internal.UpdateOperationStatusMessage Update) : MasterInput;

    /// <summary>An executor has ended.</summary>
    public sealed record ExecutorExited(AgentId Agent, FrameworkId Framework, ExecutorId Executor, int Status) : MasterInput;

    /// <summary>An executor has sent a message to its framework.</summary>
    public sealed record ExecutorMessaged(AgentId Agent, FrameworkId Framework, ExecutorId Executor, ByteString Data) : MasterInput;

    // ---- the allocator and the loop itself

    /// <summary>This master leads now, with what the registry says.</summary>
    public sealed record Elected(Registry Registry) : MasterInput;

    /// <summary>The allocator's batch is due, which looks at everything that changed.</summary>
    public sealed record BatchDue : MasterInput;

    /// <summary>The allocator has candidates to look at.</summary>
    public sealed record CycleDue : MasterInput;

    /// <summary>The whitelist of hosts has been read, for the first time or because it has changed.</summary>
    /// <param name="Hosts">The names of the hosts whose agents are offered.</param>
    public sealed record WhitelistRead(IReadOnlySet<string> Hosts) : MasterInput;

    /// <summary>An offer has stayed unanswered for too long.</summary>
    public sealed record OfferTimedOut(OfferId Offer) : MasterInput;

    // ---- operators

    /// <summary>An operator has asked for something.</summary>
    /// <param name="Call">What.</param>
    /// <param name="Principal">Who they have authenticated as; null if nobody.</param>
    /// <param name="Reply">Where the HTTP answer goes.</param>
    public sealed record OperatorCalled(OperatorCall Call, Principal? Principal, IReply<CallAnswer> Reply) : MasterInput;
}

/// <summary>The HTTP answer to a call.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body, plain text; empty where the call has no answer.</param>
public readonly record struct CallAnswer(int Status, string Body = "")
{
    /// <summary>Accepted: it will be done.</summary>
    public static readonly CallAnswer Accepted = new(202);

    /// <summary>Done.</summary>
    public static readonly CallAnswer Ok = new(200);

    /// <summary>The call is wrong.</summary>
    public static CallAnswer BadRequest(string why) => new(400, why);

    /// <summary>The caller may not do that.</summary>
    public static CallAnswer Forbidden(string why) => new(403, why);

    /// <summary>There is no such thing.</summary>
    public static CallAnswer NotFound(string why) => new(404, why);

    /// <summary>It cannot be done as things are.</summary>
    public static CallAnswer Conflict(string why) => new(409, why);
}

/// <summary>An agent, as it presents itself.</summary>
/// <param name="Info">What it says of itself. Frozen.</param>
/// <param name="Total">The resources of its flags and those it has checkpointed (reservations and volumes) put together.</param>
/// <param name="Version">Its version; empty if it did not say.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="ResourceVersion">The version of its resources.</param>
public sealed record ReportedAgent(
    AgentInfo Info,
    Resources Total,
    string Version,
    ImmutableHashSet<AgentInfo.Types.Capability.Types.Type> Capabilities,
    ByteString ResourceVersion);

/// <summary>What an agent that comes back runs.</summary>
/// <param name="Frameworks">The frameworks it runs something for. Frozen.</param>
/// <param name="Executors">Its executors.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="CompletedTasks">Tasks that have ended, which it remembers.</param>
public sealed record ReportedWork(
    ImmutableArray<FrameworkInfo> Frameworks,
    ImmutableArray<ExecutorEntry> Executors,
    ImmutableArray<TaskEntry> Tasks,
    ImmutableArray<TaskEntry> CompletedTasks)
{
    /// <summary>Tells one set of executors and tasks from another, whatever their states.</summary>
    public ulong Fingerprint()
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var executor in Executors)
        {
            Mix(ref hash, executor.Key.Framework.Value);
            Mix(ref hash, executor.Key.Executor.Value);
        }

        foreach (var task in Tasks)
        {
            Mix(ref hash, task.Framework.Value);
            Mix(ref hash, task.Id.Value);
        }

        return hash;
    }

    private static void Mix(ref ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1_099_511_628_211;
        }

        hash = (hash ^ char.MaxValue) * 1_099_511_628_211;
    }
}

/// <summary>What an agent says after it has registered.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Oversubscribed">Its revocable resources, if it says something of them.</param>
/// <param name="Operations">Its operations.</param>
/// <param name="ResourceVersion">The version of its resources.</param>
public sealed record AgentUpdate(
    AgentId Agent, Resources? Oversubscribed, ImmutableArray<OperationEntry> Operations, ByteString ResourceVersion);
