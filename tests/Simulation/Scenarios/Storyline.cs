using System.Text;
using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Executor.Core;
using Kernel.Frameworks.Client;
using Kernel.Master.Core;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// Tells what happened as a list: who was told what, and, indented, what came of it. Without times and ids, and without what happens
/// all the time, so that a story changes only if the behavior does.
/// </summary>
public sealed class Storyline
{
    private static readonly HashSet<string> Noise =
    [
        "BatchDue", "CycleDue", "HeartbeatDue", "PingDue", "AgentPonged", "PingReceived", "PingOverdue", "RegistryGcDue", "WatchDue", "Answer",
        "Publish", "RetireSandbox", "UpdateRetryDue", "RecoveryTimedOut", "IdlenessDue", "AcknowledgementOverdue", "AgentMissed", "AgentGivenUp",
        "SendToAgent PingSlaveMessage", "SendToPeer PongSlaveMessage", "SendEvent Heartbeat", "Received Heartbeat",
    ];

    private readonly StringBuilder text = new();

    /// <summary>Adds what a process was told or did.</summary>
    public void Add(string who, object what)
    {
        var line = Name(what);
        if (line is null || Noise.Contains(line))
        {
            return;
        }

        var isEffect = what is MasterEffect or AgentEffect or HostEffect or SubscriptionEffect or Call;
        text.Append(isEffect ? $"    {who} -> {line}\n" : $"{who}: {line}\n");
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static string? Name(object what) => what switch
    {
        MasterInput.SchedulerCalled called => $"SchedulerCalled {called.Call.Type}",
        MasterInput.StatusForwarded forwarded => $"StatusForwarded {forwarded.Update.Status.State}",
        MasterEffect.SendEvent send => Name("SendEvent", send.Event),
        MasterEffect.SendToAgent send => Name("SendToAgent", send.Message),
        SendToPeer send => Name("SendToPeer", send.Message),
        SendToAgent send => $"SendToAgent {send.Event.EventCase}{(send.Event.Status is { } status ? $" {status.Status_.State}" : "")}",
        HostedStatusReported reported => $"HostedStatusReported {reported.Status.State}",
        SubscriptionInput.Received received => Name("Received", received.Event),
        SubscriptionEffect.TellEvent tell => Name("TellEvent", tell.Event),
        Call call => $"Call {call.Type}",
        MasterInput or MasterEffect or AgentInput or AgentEffect or HostInput or HostEffect or SubscriptionInput or SubscriptionEffect => what.GetType().Name,
        _ => null,
    };

    private static string Name(string verb, IMessage message) => message switch
    {
        Event { Update: { } update } => $"{verb} Update {update.Status.State}",
        Event other => $"{verb} {other.Type}",
        Mesos.Internal.StatusUpdateMessage update => $"{verb} StatusUpdateMessage {update.Update.Status.State}",
        _ => $"{verb} {message.Descriptor.Name}",
    };
}
