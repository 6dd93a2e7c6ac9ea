using Kernel.Master.Core;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>
/// Makes of a view the view of somebody who may not see everything (Mesos: ObjectApprovers in
/// src/master/readonly_handler.cpp). Sums stay those of all: what is used is used, whoever uses it.
/// </summary>
internal static class ViewFilter
{
    /// <summary>What somebody sees of a view.</summary>
    public static MasterView Of(MasterView view, Viewer viewer)
    {
        var frameworks = view.Frameworks.Where(viewer.Sees).ToDictionary(static framework => framework.Id);
        var seen = view with
        {
            Viewer = viewer,
            Agents = [.. view.Agents.Select(agent => agent with { Info = viewer.Seen(agent.Info) })],
            Recovered = [.. view.Recovered.Select(agent => agent with { Info = viewer.Seen(agent.Info) })],
            Frameworks = [.. frameworks.Values],
            Histories =
            [
                .. view.Frameworks.Zip(view.Histories).Where(pair => frameworks.ContainsKey(pair.First.Id))
                    .Select(pair => Of(pair.Second, pair.First, viewer)),
            ],
            CompletedFrameworks =
            [
                .. view.CompletedFrameworks.Where(one => viewer.Sees(one.Framework)).Select(one => Of(one, viewer)),
            ],
            Tasks =
            [
                .. view.Tasks.Where(task =>
                    frameworks.TryGetValue(task.Framework, out var framework) && viewer.Sees(task, framework)),
            ],
            Executors =
            [
                .. view.Executors.Where(executor =>
                    frameworks.TryGetValue(executor.Key.Framework, out var framework) && viewer.Sees(executor, framework)),
            ],
            Operations = [.. view.Operations.Where(operation => Sees(viewer, operation.Conversion))],
            Quotas = [.. view.Quotas.Where(quota => viewer.SeesQuota(quota.Role))],
            Weights = view.Weights.Where(weight => viewer.Roles.Sees(weight.Key)).ToDictionary(),
        };
        return seen with { MakeIndex = () => new(seen, view.Index) };
    }

    private static TaskHistory Of(TaskHistory history, Framework framework, Viewer viewer) => new(
        [.. history.Completed.Where(task => viewer.Sees(task, framework))],
        [.. history.Unreachable.Where(task => viewer.Sees(task, framework))]);

    private static CompletedFramework Of(CompletedFramework completed, Viewer viewer) =>
        completed with { Tasks = [.. completed.Tasks.Where(task => viewer.Sees(task, completed.Framework))] };

    private static bool Sees(Viewer viewer, Core.Operations.Conversion conversion) =>
        viewer.Roles.Seen(conversion.Before).Equals(conversion.Before)
        && viewer.Roles.Seen(conversion.After).Equals(conversion.After);
}
