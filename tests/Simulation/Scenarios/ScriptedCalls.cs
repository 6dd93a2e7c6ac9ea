using Mesos.V1;
using Mesos.V1.Scheduler;
using Operation = Mesos.V1.Offer.Types.Operation;
using TaskStatus = Mesos.V1.TaskStatus;
using Type = Mesos.V1.Scheduler.Call.Types.Type;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>The calls of a scripted framework.</summary>
public static class ScriptedCalls
{
    /// <summary>ACCEPT; what is left of the offer comes again at once.</summary>
    public static ScriptedCall Accept(this ScriptedFramework framework, Offer offer, params Operation[] operations) => framework.Send(new()
    {
        Type = Type.Accept,
        Accept = new() { OfferIds = { offer.Id }, Operations = { operations }, Filters = new() { RefuseSeconds = 0 } },
    });

    /// <summary>DECLINE.</summary>
    public static ScriptedCall Decline(this ScriptedFramework framework, Offer offer, double seconds = 0) => framework.Send(new()
    {
        Type = Type.Decline, Decline = new() { OfferIds = { offer.Id }, Filters = new() { RefuseSeconds = seconds } },
    });

    /// <summary>KILL.</summary>
    public static ScriptedCall KillTask(this ScriptedFramework framework, string task) =>
        framework.Send(new() { Type = Type.Kill, Kill = new() { TaskId = new() { Value = task } } });

    /// <summary>ACKNOWLEDGE.</summary>
    public static ScriptedCall Acknowledge(this ScriptedFramework framework, TaskStatus status) => framework.Send(new()
    {
        Type = Type.Acknowledge,
        Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
    });

    /// <summary>RECONCILE of one task.</summary>
    public static ScriptedCall Reconcile(this ScriptedFramework framework, string task, AgentID agent) => framework.Send(new()
    {
        Type = Type.Reconcile,
        Reconcile = new() { Tasks = { new Call.Types.Reconcile.Types.Task { TaskId = new() { Value = task }, AgentId = agent } } },
    });

    /// <summary>RECONCILE_OPERATIONS of one operation.</summary>
    public static ScriptedCall ReconcileOperation(this ScriptedFramework framework, string operation, AgentID agent) => framework.Send(new()
    {
        Type = Type.ReconcileOperations,
        ReconcileOperations = new()
        {
            Operations =
            {
                new Call.Types.ReconcileOperations.Types.Operation { OperationId = new() { Value = operation }, AgentId = agent },
            },
        },
    });

    /// <summary>SHUTDOWN of an executor.</summary>
    public static ScriptedCall Shutdown(this ScriptedFramework framework, string executor, AgentID agent) => framework.Send(new()
    {
        Type = Type.Shutdown, Shutdown = new() { ExecutorId = new() { Value = executor }, AgentId = agent },
    });

    /// <summary>REVIVE of all roles.</summary>
    public static ScriptedCall Revive(this ScriptedFramework framework) => framework.Send(new() { Type = Type.Revive, Revive = new() });

    /// <summary>SUPPRESS of all roles.</summary>
    public static ScriptedCall Suppress(this ScriptedFramework framework) =>
        framework.Send(new() { Type = Type.Suppress, Suppress = new() });

    /// <summary>TEARDOWN.</summary>
    public static ScriptedCall Teardown(this ScriptedFramework framework) => framework.Send(new() { Type = Type.Teardown });

    /// <summary>Launches a command task on the next offer, and waits until it runs.</summary>
    /// <returns>The offer that it was launched with.</returns>
    public static Offer Run(this ScriptedFramework framework, string task)
    {
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.Launch(Make.Task(offer, task)));
        framework.Await(task, TaskState.TaskRunning);
        return offer;
    }
}
