using Kernel.Model;
using Wire = Kernel.Messages.Host;
using Outcome = Kernel.Messages.Host.Answer.Types.Outcome;

namespace Kernel.Executor.Core;

/// <summary>
/// A container is wanted below another one (mesos.md 7.13; Mesos: MesosContainerizerProcess::launch).
/// </summary>
public static class NestedLaunching
{
    /// <summary>Starts it, with what its parent has where it says nothing else.</summary>
    public static void Decide(HostState state, NestedLaunchRequested input, Step<HostInput, HostEffect> step)
    {
        var launch = input.Launch;
        var id = launch.Plan?.ContainerId ?? "";
        if (state.PlanOf(launch.Parent) is not { } parent)
        {
            var why = $"Parent container {launch.Parent} does not exist";
            Answers.Give(state, launch.Request, Outcome.Unknown, step, why);
        }
        else if (id.Length == 0 || state.PlanOf(id) is not null)
        {
            Answers.Give(state, launch.Request, Outcome.Exists, step, $"Container {id} already exists");
        }
        else
        {
            var plan = Below(parent, launch.Plan!, launch.IsInside);
            state.Set(new NestedContainer
            {
                ContainerId = id,
                Parent = launch.Parent,
                Plan = plan,
                LaunchRequest = launch.Request,
            });
            step.Do(launch.IsInside ? new StartInside(plan, parent) : new StartContainer(plan));
        }
    }

    /// <summary>It runs: whoever asked for it hears so.</summary>
    internal static void Started(HostState state, NestedContainer container, Step<HostInput, HostEffect> step)
    {
        Answers.Give(state, container.LaunchRequest, Outcome.Done, step);
        state.Set(container with { LaunchRequest = "" });
    }

    /// <summary>It could not be started.</summary>
    internal static void Failed(
        HostState state, NestedContainer container, string why, Step<HostInput, HostEffect> step)
    {
        state.Remove(container);
        Answers.Give(state, container.LaunchRequest, Outcome.Failed, step, why);
    }

    /// <summary>
    /// The container's own variables over its parent's; its parent's user and directory unless it has its own.
    /// </summary>
    private static Wire.ContainerPlan Below(Wire.ContainerPlan parent, Wire.ContainerPlan own, bool isInside)
    {
        var plan = own.Clone();
        plan.Environment.Clear();
        plan.Environment.Add(parent.Environment);
        plan.Environment.Add(own.Environment);
        if (plan.User.Length == 0)
        {
            plan.User = parent.User;
        }

        if (isInside)
        {
            plan.OutputDirectory = own.Directory;
            plan.Directory = parent.Directory;
        }

        return plan;
    }
}
