using Kernel.Master.Core.Authorization;
using Mesos.V1;

namespace Kernel.Master.Core.Offers;

/// <summary>What of a task is only carried, to be shown (Mesos: protobuf::createTask).</summary>
public static class CarriedTask
{
    /// <summary>The message; its state, resources and statuses are kept elsewhere.</summary>
    public static Mesos.V1.Task Of(TaskInfo info, Framework framework, ExecutorInfo? executor)
    {
        var task = new Mesos.V1.Task
        {
            Name = info.Name,
            TaskId = info.TaskId,
            FrameworkId = framework.Info.Id,
            ExecutorId = executor?.ExecutorId,
            AgentId = info.AgentId,
            Labels = info.Labels,
            Discovery = info.Discovery,
            Container = info.Container ?? executor?.Container,
            HealthCheck = info.HealthCheck,
            KillPolicy = info.KillPolicy,
        };
        task.Limits.Add(info.Limits);
        if (FrameworkPermissions.UserOf(framework.Info, info, executor) is { Length: > 0 } user)
        {
            task.User = user;
        }

        return task;
    }
}
