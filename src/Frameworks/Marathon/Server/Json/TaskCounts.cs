using Kernel.Marathon.Core;
using Mesos.V1;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary>How many tasks an app has, and how they are doing.</summary>
internal readonly record struct TaskCounts(int Staged, int Running, int Healthy, int Unhealthy)
{
    /// <summary>Counts.</summary>
    internal static TaskCounts Of(IEnumerable<Instance> instances, HealthView health)
    {
        var counts = default(TaskCounts);
        foreach (var instance in instances)
        {
            foreach (var task in instance.Tasks)
            {
                counts = counts with
                {
                    Staged = counts.Staged + (IsStaged(task) ? 1 : 0),
                    Running = counts.Running + (task.Status?.State == TaskState.TaskRunning ? 1 : 0),
                };
            }

            var isHealthy = InstanceHealth.Of(instance, health);
            counts = counts with
            {
                Healthy = counts.Healthy + (isHealthy == true && instance.Spec.HasHealthChecks ? 1 : 0),
                Unhealthy = counts.Unhealthy + (isHealthy == false ? 1 : 0),
            };
        }

        return counts;
    }

    private static bool IsStaged(InstanceTask task) =>
        task.Condition is Condition.Provisioned or Condition.Staging
        && (task.Status is null || task.Status.State == TaskState.TaskStaging);
}
