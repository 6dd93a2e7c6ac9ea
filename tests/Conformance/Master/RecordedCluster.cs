using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Tests.Conformance.Samples;
using Mesos.V1.Master;
using AgentEntry = Kernel.Master.Core.Agent;
using AgentMessage = Mesos.V1.Master.Response.Types.GetAgents.Types.Agent;
using Framework = Kernel.Master.Core.Framework;
using FrameworkMessage = Mesos.V1.Master.Response.Types.GetFrameworks.Types.Framework;
using MasterInfo = Mesos.V1.MasterInfo;
using Offer = Kernel.Master.Core.Offer;

namespace Kernel.Tests.Conformance.Master;

/// <summary>The state of a master of ours that knows what a real one knew when its GET_STATE was recorded.</summary>
internal static class RecordedCluster
{
    /// <summary>Rebuilds the state of a moment of the samples: <c>idle</c>, <c>loaded</c>, <c>completed</c>.</summary>
    public static MasterState At(string moment)
    {
        var recorded = Read(moment, "GET_STATE").GetState;
        var master = Read(moment, "GET_MASTER").GetMaster;
        var state = new MasterState(Identity(master.MasterInfo, master.StartTime), new());
        state.BecomeLeader(Moment.FromSeconds(master.ElectedTime), 0);
        foreach (var agent in recorded.GetAgents.Agents)
        {
            state.Put(Lift(agent));
        }

        foreach (var completed in recorded.GetFrameworks.CompletedFrameworks)
        {
            AddCompleted(state, completed, recorded.GetTasks.CompletedTasks);
        }

        foreach (var framework in recorded.GetFrameworks.Frameworks)
        {
            Add(state, framework, recorded);
        }

        return state;
    }

    private static Response Read(string moment, string call) => MesosJson.Parse<Response>(
        RecordedMessage.Read($"samples/mesos/{moment}/master-v1/{call}.json.response.http").Body);

    private static MasterIdentity Identity(MasterInfo info, double started) => new(
        info.Id, info.Hostname, info.Address.Ip, (int)info.Port, info.Version, Moment.FromSeconds(started));

    private static AgentEntry Lift(AgentMessage agent) => new()
    {
        Id = new(agent.AgentInfo.Id.Value),
        Pid = agent.Pid,
        Info = agent.AgentInfo,
        Total = ResourceMapping.FromMessages(agent.TotalResources),
        Version = agent.Version,
        Capabilities = [.. agent.Capabilities.Select(static capability => capability.Type)],
        Registered = new(agent.RegisteredTime.Nanoseconds),
        IsDeactivated = agent.Deactivated,
        Drain = agent.DrainInfo,
        DrainStarted = agent.EstimatedDrainStartTime is { } started ? new Moment(started.Nanoseconds) : null,
    };

    private static Framework Lift(FrameworkMessage framework) => new()
    {
        Id = new(framework.FrameworkInfo.Id.Value),
        Info = framework.FrameworkInfo,
        Roles = ImmutableSortedSet.CreateRange(StringComparer.Ordinal, framework.FrameworkInfo.Roles),
        Standing = framework.Connected ? FrameworkStanding.Connected : FrameworkStanding.Disconnected,
        StreamId = framework.Connected ? framework.FrameworkInfo.Id.Value : null,
        Registered = new(framework.RegisteredTime.Nanoseconds),
        Reregistered = framework.ReregisteredTime.Equals(framework.RegisteredTime) ? null : new Moment(framework.ReregisteredTime.Nanoseconds),
        Unregistered = framework.UnregisteredTime is { } ended ? new Moment(ended.Nanoseconds) : null,
        OfferConstraints = framework.OfferConstraints,
    };

    private static void AddCompleted(MasterState state, FrameworkMessage message, IEnumerable<Mesos.V1.Task> tasks)
    {
        var framework = Lift(message);
        state.Put(framework);
        AddEnded(state, tasks.Where(task => task.FrameworkId.Value == framework.Id.Value));
        state.Complete(framework);
    }

    private static void Add(MasterState state, FrameworkMessage message, Response.Types.GetState recorded)
    {
        state.Put(Lift(message));
        foreach (var task in recorded.GetTasks.Tasks)
        {
            state.Put(Lift(task));
        }

        AddEnded(state, recorded.GetTasks.CompletedTasks.Where(task => task.FrameworkId.Equals(message.FrameworkInfo.Id)));
        foreach (var executor in recorded.GetExecutors.Executors)
        {
            var info = executor.ExecutorInfo;
            info.Command?.ClearShell(); // JSON shows the default, which had not been set.
            state.Put(new ExecutorEntry(
                new(new(executor.AgentId.Value), new(info.FrameworkId.Value), new(info.ExecutorId.Value)),
                info.ToByteString(),
                ResourceMapping.FromMessages(info.Resources)));
        }

        foreach (var offer in message.Offers)
        {
            var resources = ResourceMapping.FromMessages(offer.Resources);
            var role = resources.Entries[0].Kind.AllocationRole!;
            state.Put(new Offer(
                new(offer.Id.Value), new(offer.FrameworkId.Value), new(offer.AgentId.Value), role, resources, Moment.Epoch));
        }
    }

    private static void AddEnded(MasterState state, IEnumerable<Mesos.V1.Task> tasks)
    {
        foreach (var task in tasks.Select(Lift))
        {
            state.Put(task);
            state.Complete(task);
        }
    }

    private static TaskEntry Lift(Mesos.V1.Task task)
    {
        var carried = task.Clone();
        carried.Statuses.Clear();
        carried.Resources.Clear();
        carried.ClearState();
        carried.ClearStatusUpdateState();
        carried.ClearStatusUpdateUuid();
        return new()
        {
            Key = new(new(task.FrameworkId.Value), new(task.TaskId.Value)),
            Agent = new(task.AgentId.Value),
            Executor = task.ExecutorId is { } executor ? new ExecutorId(executor.Value) : null,
            Resources = ResourceMapping.FromMessages(task.Resources),
            Carried = carried.ToByteString(),
            State = task.State,
            UpdateState = task.HasStatusUpdateState ? task.StatusUpdateState : null,
            UpdateUuid = task.StatusUpdateUuid,
            Statuses = [.. task.Statuses],
        };
    }
}
