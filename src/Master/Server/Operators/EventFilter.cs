using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Model;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// What a subscriber is told of what happens (mesos.md 8.3). It must be shown all events, in order, from its first
/// view on.
/// </summary>
/// <param name="viewer">Who subscribes.</param>
/// <param name="whole">The view it begins with, before anything is hidden.</param>
internal sealed class EventFilter(Viewer viewer, MasterView whole)
{
    // Whether a task is shown depends on its framework too.
    private readonly Dictionary<FrameworkId, Framework> frameworks =
        viewer.SeesEverything ? [] : whole.Frameworks.ToDictionary(static framework => framework.Id);

    /// <summary>The event as the subscriber may see it; null if it may not.</summary>
    public MasterEvent? Seen(MasterEvent what)
    {
        if (viewer.SeesEverything)
        {
            return what;
        }

        Learn(what);
        return what switch
        {
            MasterEvent.TaskAdded added => Sees(added.Task) ? what : null,
            MasterEvent.TaskUpdated updated => Sees(updated.Task) ? what : null,
            MasterEvent.AgentAdded { Agent: var agent } => new MasterEvent.AgentAdded(
                agent with { Info = viewer.Seen(agent.Info), Total = viewer.Roles.Seen(agent.Total) }),
            MasterEvent.AgentRemoved => what,
            MasterEvent.FrameworkAdded added => viewer.Sees(added.Framework) ? what : null,
            MasterEvent.FrameworkUpdated updated => viewer.Sees(updated.Framework) ? what : null,
            MasterEvent.FrameworkRemoved removed => viewer.Sees(removed.Framework) ? what : null,
            _ => throw Invariant.Unreachable($"nobody knows who may see {what.GetType().Name}"),
        };
    }

    private void Learn(MasterEvent what)
    {
        switch (what)
        {
            case MasterEvent.FrameworkAdded { Framework: var framework }:
                frameworks[framework.Id] = framework;
                break;
            case MasterEvent.FrameworkUpdated { Framework: var framework }:
                frameworks[framework.Id] = framework;
                break;
            case MasterEvent.FrameworkRemoved { Framework: var framework }:
                frameworks.Remove(framework.Id);
                break;
        }
    }

    private bool Sees(TaskEntry task) =>
        frameworks.TryGetValue(task.Framework, out var framework) && viewer.Sees(framework) && viewer.Sees(task, framework);
}
