using Google.Protobuf;
using Kernel.Master.Core.Authorization;
using Kernel.Master.Core.Launching;
using Kernel.Master.Core.Operations;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.Internal;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Offers;

/// <summary>Launches the tasks of LAUNCH one by one, those of LAUNCH_GROUP together or not at all (mesos.md 2.6).</summary>
public static class LaunchTasks
{
    /// <summary>Decides LAUNCH.</summary>
    public static void Decide(Acceptance acceptance, AskedOperation.Launch launch)
    {
        foreach (var task in launch.Tasks)
        {
            if (RefusePermission(acceptance, task, task.Info.Executor) is { } denial)
            {
                Refuse(acceptance, task, Reason.TaskUnauthorized, denial);
                continue;
            }

            var reason = launch.Id is null
                ? LaunchRules.Refuse(task, acceptance.State, acceptance.Framework, acceptance.Agent, acceptance.Remaining)
                : "The `id` field of the offer operation cannot be set for LAUNCH";
            if (reason is not null)
            {
                Refuse(acceptance, task, Reason.TaskInvalid, reason);
            }
            else
            {
                Launch(acceptance, task);
            }
        }
    }

    /// <summary>Decides LAUNCH_GROUP.</summary>
    public static void Decide(Acceptance acceptance, AskedOperation.LaunchGroup group)
    {
        var denial = group.Tasks.Select(task => RefusePermission(acceptance, task, group.Executor)).FirstOrDefault(static one => one is not null);
        if (denial is not null)
        {
            Refuse(acceptance, group, Reason.TaskGroupUnauthorized, denial);
            return;
        }

        var reason = group.Id is null
            ? LaunchGroupRules.Refuse(group, acceptance.State, acceptance.Framework, acceptance.Agent, acceptance.Remaining)
            : "The `id` field of the offer operation cannot be set for LAUNCH_GROUP";
        if (reason is not null)
        {
            Refuse(acceptance, group, Reason.TaskGroupInvalid, reason);
            return;
        }

        Launch(acceptance, group);
    }

    /// <summary>Refuses the tasks of a launch whose resources are not well formed.</summary>
    public static void Refuse(Acceptance acceptance, AskedOperation.Malformed malformed)
    {
        foreach (var task in malformed.Info.Launch?.TaskInfos ?? [])
        {
            Refuse(acceptance, new AskedTask(task, Resources.Empty, Resources.Empty), Reason.TaskInvalid, malformed.Reason);
        }

        foreach (var task in malformed.Info.LaunchGroup?.TaskGroup.Tasks ?? [])
        {
            Refuse(acceptance, new AskedTask(task, Resources.Empty, Resources.Empty), Reason.TaskGroupInvalid, malformed.Reason);
        }
    }

    private static string? RefusePermission(Acceptance acceptance, AskedTask task, ExecutorInfo? executor) =>
        FrameworkPermissions.RefuseLaunch(acceptance.State.Settings.Acls, acceptance.Framework.Info, task.Info, executor);

    private static void Refuse(Acceptance acceptance, AskedOperation.LaunchGroup group, Reason reason, string message)
    {
        foreach (var task in group.Tasks)
        {
            Refuse(acceptance, task, reason, message);
        }
    }

    private static void Refuse(Acceptance acceptance, AskedTask task, Reason reason, string message)
    {
        // The agent that the task names, be it the wrong one.
        var status = Statuses.Of(
            acceptance.Framework, task.Id, new(task.Info.AgentId.Value), TaskState.TaskError, reason, message, acceptance.Step.Now);
        acceptance.State.Counters.Count(acceptance.Framework.Id, status.State, status.Source, status.Reason);
        Statuses.Tell(acceptance.Framework, status, acceptance.Step);
    }

    private static void Launch(Acceptance acceptance, AskedTask task)
    {
        var isNew = task.Executor is { } executor && ClaimExecutor(acceptance, executor);
        Record(acceptance, task, task.Executor?.Info);
        acceptance.Step.Do(new MasterEffect.SendToAgent(acceptance.Agent.Pid, new RunTaskMessage
        {
            FrameworkId = acceptance.Framework.Info.Id,
            Framework = acceptance.Framework.Info,
            Task = task.Info,
            Pid = "",
            LaunchExecutor = task.Executor is null || isNew,
            ResourceVersionUuids = { ResourceVersion(acceptance.Agent) },
        }));
    }

    private static void Launch(Acceptance acceptance, AskedOperation.LaunchGroup group)
    {
        var isNew = ClaimExecutor(acceptance, group.AskedExecutor);
        foreach (var task in group.Tasks)
        {
            Record(acceptance, task, group.Executor);
        }

        acceptance.Step.Do(new MasterEffect.SendToAgent(acceptance.Agent.Pid, new RunTaskGroupMessage
        {
            Framework = acceptance.Framework.Info,
            Executor = group.Executor,
            TaskGroup = group.Info.LaunchGroup.TaskGroup,
            LaunchExecutor = isNew,
            ResourceVersionUuids = { ResourceVersion(acceptance.Agent) },
        }));
    }

    private static ResourceVersionUUID ResourceVersion(Agent agent) => new() { Uuid = new() { Value = agent.ResourceVersion } };

    /// <summary>Charges an executor, unless it runs already.</summary>
    /// <returns>Whether it is new.</returns>
    private static bool ClaimExecutor(Acceptance acceptance, AskedExecutor executor)
    {
        var key = new ExecutorKey(acceptance.Agent.Id, acceptance.Framework.Id, executor.Id);
        if (acceptance.State.Executors.ContainsKey(key))
        {
            return false;
        }

        acceptance.State.Put(new ExecutorEntry(key, executor.Info.ToByteString(), executor.Resources));
        acceptance.Consume(executor.Resources);
        return true;
    }

    private static void Record(Acceptance acceptance, AskedTask task, ExecutorInfo? executor)
    {
        var entry = new TaskEntry
        {
            Key = new(acceptance.Framework.Id, task.Id),
            Agent = acceptance.Agent.Id,
            Executor = executor is null ? null : new ExecutorId(executor.ExecutorId.Value),
            Resources = task.Resources,
            Carried = CarriedTask.Of(task.Info, acceptance.Framework, executor).ToByteString(),
        };
        acceptance.State.Put(entry);
        acceptance.Consume(task.Resources);
        acceptance.State.Counters.Count("tasks_launched");
        acceptance.Step.Do(new MasterEffect.Publish(new MasterEvent.TaskAdded(entry)));
    }
}
