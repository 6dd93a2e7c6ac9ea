using Kernel.Agent.Core;
using Kernel.Agent.Server.Views;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Authorization;

/// <summary>
/// Makes of a view the view of somebody who may not see everything (Mesos: ObjectApprovers in src/slave/http.cpp).
/// What is used stays what is used, whoever uses it.
/// </summary>
public static class ViewFilter
{
    /// <summary>What somebody sees of a view.</summary>
    public static AgentView Of(AgentView view, Viewer viewer) => viewer.SeesEverything ? view : view with
    {
        Viewer = viewer,
        Operations = [.. view.Operations.Where(viewer.Sees)],
        Frameworks =
        [
            .. view.Frameworks.Where(one => viewer.Sees(one.Framework.Info)).Select(one => Of(one, viewer)),
        ],
        CompletedFrameworks =
        [
            .. view.CompletedFrameworks.Where(one => viewer.Sees(one.Info)).Select(one => Of(one, viewer)),
        ],
    };

    /// <summary>A view of those executors only whose containers somebody may see.</summary>
    public static AgentView Containers(AgentView view, Viewer viewer) => viewer.SeesAllContainers ? view : view with
    {
        Frameworks =
        [
            .. view.Frameworks.Select(framework => framework with
            {
                Executors =
                [
                    .. framework.Executors.Where(executor => viewer.SeesContainer(executor.Run, framework.Framework.Info)),
                ],
            }),
        ],
    };

    private static FrameworkView Of(FrameworkView framework, Viewer viewer)
    {
        var info = framework.Framework.Info;
        return new(
            Of(framework.Framework, viewer),
            [
                .. framework.Executors.Where(executor => viewer.Sees(executor.Run, info)).Select(executor => new ExecutorView(
                    Of(executor.Run, info, viewer),
                    [.. executor.Tasks.Where(task => viewer.Sees(task, info))])),
            ]);
    }

    private static AgentFramework Of(AgentFramework framework, Viewer viewer) => framework with
    {
        CompletedExecutors =
        [
            .. framework.CompletedExecutors.Where(run => viewer.Sees(run, framework.Info))
                .Select(run => Of(run, framework.Info, viewer)),
        ],
    };

    private static ExecutorRun Of(ExecutorRun run, V1.FrameworkInfo framework, Viewer viewer) =>
        run with { CompletedTasks = [.. run.CompletedTasks.Where(task => viewer.Sees(task, framework))] };
}
