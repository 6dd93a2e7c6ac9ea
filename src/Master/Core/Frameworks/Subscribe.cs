using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Frameworks;

/// <summary>A scheduler opens its event stream (Mesos: Master::_subscribe; mesos.md 2.2).</summary>
public static class Subscribe
{
    /// <summary>The message that schedulers match to learn that another instance has taken over.</summary>
    public const string FailedOver = "Framework failed over";

    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.SchedulerSubscribing input, MasterStep step)
    {
        if (SubscriptionRules.Refuse(state, input.Call) is { } reason)
        {
            step.Note($"Refused the subscription of framework '{input.Call.FrameworkInfo.Name}': {reason}");
            Refuse(input.StreamId, reason, step);
        }
        else if (input.Call.FrameworkInfo.Id is { Value.Length: > 0 } id)
        {
            Again(state, new(id.Value), input, step);
        }
        else
        {
            First(state, state.NextFrameworkId(), input, step);
        }
    }

    /// <summary>Tells a stream that it is refused, and ends it.</summary>
    public static void Refuse(string streamId, string reason, MasterStep step)
    {
        step.Do(new MasterEffect.SendEvent(streamId, new()
        {
            Type = Event.Types.Type.Error, Error = new() { Message = reason },
        }));
        step.Do(new MasterEffect.CloseStream(streamId));
    }

    /// <summary>What agents are told of a framework that has changed.</summary>
    public static Mesos.Internal.UpdateFrameworkMessage Update(Framework framework) => new()
    {
        FrameworkId = new() { Value = framework.Id.Value }, FrameworkInfo = framework.Info, Pid = "",
    };

    private static void Again(MasterState state, FrameworkId id, MasterInput.SchedulerSubscribing input, MasterStep step)
    {
        if (!state.Frameworks.TryGetValue(id, out var known))
        {
            // The master failed over and no agent has told of this framework: whatever id it brings is its own.
            First(state, id, input, step);
            return;
        }

        if (known.StreamId is { } old)
        {
            Refuse(old, FailedOver, step);
        }

        Offers.RescindOffers.Discard(state, known, step);
        state.Counters.Count(id, Call.Types.Type.Subscribe);
        var framework = Renewed(known, input, step.Now);
        state.Put(framework);
        state.Allocator.UpdateFramework(id, framework.Traits(input.Call.SuppressedRoles));
        state.Allocator.ActivateFramework(id);
        Welcome(state, framework, step);
        Broadcast(state, framework, step);
        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkUpdated(framework)));
    }

    private static void First(MasterState state, FrameworkId id, MasterInput.SchedulerSubscribing input, MasterStep step)
    {
        var framework = new Framework
        {
            Id = id,
            Info = WithId(input.Call.FrameworkInfo, id),
            Roles = [.. SubscriptionRules.RolesOf(input.Call.FrameworkInfo)],
            Standing = FrameworkStanding.Connected,
            StreamId = input.StreamId,
            OfferConstraints = input.Call.OfferConstraints,
            Registered = step.Now,
            Generation = 1,
        };
        state.Put(framework);
        state.Counters.Count(id, Call.Types.Type.Subscribe);
        state.Allocator.AddFramework(id, framework.Traits(input.Call.SuppressedRoles), active: true);
        Welcome(state, framework, step);
        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkAdded(framework)));
        step.Note($"Framework {id} ('{framework.Info.Name}') subscribed");
    }

    /// <summary>User and checkpointing of a framework cannot change: what it says now is put back to what it was.</summary>
    private static Framework Renewed(Framework known, MasterInput.SchedulerSubscribing input, Moment now)
    {
        var info = WithId(input.Call.FrameworkInfo, known.Id);
        info.User = known.Info.User;
        info.Checkpoint = known.Info.Checkpoint;
        return known with
        {
            Info = info,
            Roles = [.. SubscriptionRules.RolesOf(info)],
            OfferConstraints = input.Call.OfferConstraints,
            Standing = FrameworkStanding.Connected,
            StreamId = input.StreamId,
            Registered = known.Standing == FrameworkStanding.Recovered ? now : known.Registered,
            Reregistered = known.Standing == FrameworkStanding.Recovered ? null : now,
            Unregistered = null,
            Generation = known.Generation + 1,
        };
    }

    private static void Welcome(MasterState state, Framework framework, MasterStep step)
    {
        step.Do(new MasterEffect.SendEvent(framework.StreamId!, new()
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new()
            {
                FrameworkId = new() { Value = framework.Id.Value },
                HeartbeatIntervalSeconds = state.Settings.HeartbeatInterval.TotalSeconds,
                MasterInfo = MasterInfos.Of(state.Identity),
            },
        }));
        Heartbeat.Beat(state, framework, step);
    }

    private static void Broadcast(MasterState state, Framework framework, MasterStep step)
    {
        foreach (var agent in state.Agents.Values.Where(static agent => agent.IsConnected))
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, Update(framework)));
        }
    }

    private static FrameworkInfo WithId(FrameworkInfo info, FrameworkId id)
    {
        var named = info.Clone();
        named.Id = new() { Value = id.Value };
        return named;
    }
}
