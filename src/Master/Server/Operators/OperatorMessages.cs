using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Master.Server.Scheduler;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;
using Agent = Kernel.Master.Core.Agent;
using AgentMessage = Mesos.V1.Master.Response.Types.GetAgents.Types.Agent;
using ExecutorMessage = Mesos.V1.Master.Response.Types.GetExecutors.Types.Executor;
using Framework = Kernel.Master.Core.Framework;
using FrameworkMessage = Mesos.V1.Master.Response.Types.GetFrameworks.Types.Framework;
using Offer = Kernel.Master.Core.Offer;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Operators;

/// <summary>The master's entities as the v1 operator API shows them (Mesos: src/master/readonly_handler.cpp).</summary>
internal static class OperatorMessages
{
    /// <summary>A task.</summary>
    public static Task ToMessage(TaskEntry task)
    {
        var message = task.ToMessage();
        message.Resources.AddRange(task.Resources.ToMessages());
        return message;
    }

    /// <summary>An executor.</summary>
    public static ExecutorMessage ToMessage(ExecutorEntry executor)
    {
        var info = ExecutorInfo.Parser.ParseFrom(executor.Info);
        info.Resources.Clear();
        info.Resources.AddRange(executor.Resources.ToMessages());
        return new() { ExecutorInfo = info, AgentId = new() { Value = executor.Key.Agent.Value } };
    }

    /// <summary>An agent that has just registered: nothing of it is used.</summary>
    public static AgentMessage ToMessage(Agent agent)
    {
        var message = WithoutResources(agent);
        message.TotalResources.AddRange(ToMessages(agent.Total));
        return message;
    }

    /// <summary>An agent without its resources.</summary>
    public static AgentMessage WithoutResources(Agent agent)
    {
        var message = new AgentMessage
        {
            AgentInfo = agent.Info,
            Active = agent.IsActive,
            Deactivated = agent.IsDeactivated,
            Version = agent.Version,
            Pid = agent.Pid,
            RegisteredTime = ToMessage(agent.Registered),
            ReregisteredTime = ToMessage(agent.Reregistered),
            DrainInfo = agent.Drain,
            EstimatedDrainStartTime = ToMessage(agent.DrainStarted),
        };
        message.Capabilities.AddRange(agent.Capabilities.Order().Select(static type => new AgentInfo.Types.Capability { Type = type }));
        return message;
    }

    /// <summary>Resources in the format of operator endpoints.</summary>
    public static IEnumerable<Mesos.V1.Resource> ToMessages(Resources resources) =>
        resources.SelectMany(static resource => Enumerable.Repeat(resource.ToEndpointFormat(), resource.Copies));

    /// <summary>A framework; without a view, as when it has just subscribed, it uses nothing.</summary>
    public static FrameworkMessage ToMessage(Framework framework, MasterView? view)
    {
        var message = ToMessage(framework);
        message.Active = message.Connected = framework.IsConnected;
        message.Recovered = framework.Standing == FrameworkStanding.Recovered;
        if (view is not null)
        {
            message.Offers.AddRange(view.Index.Offers[framework.Id].Select(offer => ToMessage(offer, framework, view)).OfType<Mesos.V1.Offer>());
            message.InverseOffers.AddRange(view.Index.InverseOffers[framework.Id].Select(ToMessage));
            message.AllocatedResources.AddRange(ToMessages(view.Index.Used(framework.Id)));
            message.OfferedResources.AddRange(ToMessages(view.Index.Offered(framework.Id)));
        }

        return message;
    }

    /// <summary>A framework that has been removed.</summary>
    public static FrameworkMessage ToMessage(CompletedFramework completed)
    {
        var message = ToMessage(completed.Framework);
        message.UnregisteredTime = ToMessage(completed.Framework.Unregistered);
        return message;
    }

    /// <summary>An operation.</summary>
    public static Operation ToMessage(OperationEntry operation)
    {
        var message = new Operation
        {
            AgentId = new() { Value = operation.Agent.Value },
            FrameworkId = operation.Framework is { } framework ? new() { Value = framework.Value } : null,
            Info = operation.Info,
            LatestStatus = operation.LatestStatus,
            Uuid = new() { Value = operation.Uuid },
        };
        message.Statuses.AddRange(operation.Statuses);
        return message;
    }

    private static FrameworkMessage ToMessage(Framework framework) => new()
    {
        FrameworkInfo = framework.Info,
        Active = false,
        Connected = false,
        Recovered = false,
        RegisteredTime = ToMessage(framework.Registered),
        ReregisteredTime = ToMessage(framework.Reregistered ?? framework.Registered),
        OfferConstraints = framework.OfferConstraints ?? new(),
    };

    private static Mesos.V1.Offer? ToMessage(Offer offer, Framework framework, MasterView view)
    {
        if (!view.Index.Agents.TryGetValue(offer.Agent, out var agent))
        {
            return null;
        }

        var executors = view.Index.Executors[framework.Id]
            .Where(executor => executor.Key.Agent == offer.Agent)
            .Select(static executor => executor.Key.Executor);
        var message = OfferMessages.ToMessage(new(offer, agent, [.. executors], null), framework);
        message.AllocationInfo = new() { Role = offer.Role };
        message.Resources.Clear();
        message.Resources.AddRange(offer.Resources.ToMessages());
        return message;
    }

    private static Mesos.V1.InverseOffer ToMessage(Core.InverseOffer offer) => new()
    {
        Id = new() { Value = offer.Id.Value },
        FrameworkId = new() { Value = offer.Framework.Value },
        AgentId = new() { Value = offer.Agent.Value },
        Unavailability = Core.Offers.Unavailabilities.ToMessage(offer.Unavailability),
    };

    private static TimeInfo? ToMessage(Moment? moment) => moment is { } at ? new() { Nanoseconds = at.Nanoseconds } : null;
}
