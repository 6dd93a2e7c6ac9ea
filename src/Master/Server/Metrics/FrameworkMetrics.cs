using Kernel.Master.Server.Reads;
using Mesos.V1;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of each framework, <c>master/frameworks/NAME/ID/...</c>.</summary>
internal static class FrameworkMetrics
{
    private static readonly TaskState[] Active =
    [
        TaskState.TaskStaging, TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskKilling, TaskState.TaskUnreachable,
    ];

    /// <summary>Adds them.</summary>
    public static void Add(SortedDictionary<string, double> metrics, MasterView view)
    {
        foreach (var framework in view.Frameworks)
        {
            var name = $"master/frameworks/{Uri.EscapeDataString(framework.Info.Name)}/{framework.Id.Value}";
            metrics[$"{name}/subscribed"] = framework.IsConnected ? 1 : 0;
            var states = view.Index.Tasks[framework.Id].CountBy(static task => task.State).ToDictionary();
            foreach (var state in Active)
            {
                metrics[$"{name}/tasks/active/task_{TaskMetrics.Name(state)}"] = states.GetValueOrDefault(state);
            }
        }
    }
}
