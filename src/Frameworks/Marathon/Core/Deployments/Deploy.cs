namespace Kernel.Marathon.Core;

/// <summary>
/// Carries deployments out, step after step (Marathon: DeploymentActor.scala, MarathonSchedulerActor.scala).
/// </summary>
internal static class Deploy
{
    /// <summary>Why a deployment cannot begin; null if it can.</summary>
    internal static Refusal? Refuse(MarathonState state, DeploymentPlan plan, bool force)
    {
        var conflicts = Conflicts(state, plan);
        if (conflicts.Count > 0 && !force)
        {
            return new Refusal.Conflict(
                "App is locked by one or more deployments. Override with the option '?force=true'. "
                    + "View details at '/v2/deployments/<DEPLOYMENT_ID>'.",
                [.. conflicts.Select(static deployment => deployment.Id)]);
        }

        var max = state.Settings.MaxRunningDeployments;
        return plan.Steps.Count > 0 && state.Deployments.Count >= max
            ? new Refusal.TooMany(
                $"Max number ({max}) of running deployments is achieved. Wait for existing deployments to complete or cancel one using "
                    + "force=true parameter. You can increase max deployment number by using --max_running_deployments parameter "
                    + "but be advised that this can have negative effects on the performance.")
            : null;
    }

    /// <summary>Begins a deployment; those in its way are let go.</summary>
    internal static void Begin(MarathonState state, DeploymentPlan plan, MarathonStep step)
    {
        foreach (var conflict in Conflicts(state, plan))
        {
            Cancel(state, conflict, "Cancelled by a forced deployment", step);
        }

        var deployment = new Deployment(plan, 0, step.Now);
        state.SetDeployment(deployment);
        step.Note($"deployment {plan.Id} to version {plan.Version} begins");
        if (plan.Steps.Count > 0)
        {
            step.Put(Stored.DeploymentKey(plan.Id), Stored.Write(deployment));
        }

        BeginStep(state, deployment, step);
        Advance(state, plan.Id, step);
    }

    /// <summary>Goes on with a deployment as far as it goes now.</summary>
    internal static void Advance(MarathonState state, string id, MarathonStep step)
    {
        while (state.Deployment(id) is { } deployment)
        {
            if (deployment.CurrentStep >= deployment.Plan.Steps.Count)
            {
                Succeed(state, deployment, step);
                return;
            }

            if (!deployment.CurrentActions.All(action => IsDone(state, action)))
            {
                return;
            }

            Publish("deployment_step_success", deployment, step);
            var next = deployment with { CurrentStep = deployment.CurrentStep + 1 };
            state.SetDeployment(next);
            step.Put(Stored.DeploymentKey(id), Stored.Write(next));
            BeginStep(state, next, step);
        }
    }

    /// <summary>Lets a deployment go; what it has done stays.</summary>
    internal static void Cancel(MarathonState state, Deployment deployment, string reason, MarathonStep step)
    {
        state.RemoveDeployment(deployment);
        step.Delete(Stored.DeploymentKey(deployment.Id));
        step.Note($"deployment {deployment.Id} is let go: {reason}");
        Publish("deployment_step_failure", deployment, step);
        step.Do(new MarathonEffect.Publish(new MarathonEvent.DeploymentFailed(deployment.Plan, reason), step.Now));
    }

    /// <summary>Somebody wants a deployment to be let go.</summary>
    internal static void Decide(MarathonState state, MarathonInput.DeploymentCancelling input, MarathonStep step)
    {
        var deployment = state.Deployment(input.Id);
        if (deployment is not null)
        {
            Cancel(state, deployment, "Cancelled by a user", step);
            foreach (var id in deployment.Plan.Affected)
            {
                Converge.Spec(state, id, step);
            }
        }

        step.Do(new MarathonEffect.AnswerWith<bool>(input.Reply, deployment is not null));
    }

    private static List<Deployment> Conflicts(MarathonState state, DeploymentPlan plan) =>
        [.. plan.Affected.Select(state.LockedBy).OfType<Deployment>().DistinctBy(static deployment => deployment.Id)];

    private static void BeginStep(MarathonState state, Deployment deployment, MarathonStep step)
    {
        if (deployment.CurrentStep >= deployment.Plan.Steps.Count)
        {
            return;
        }

        Publish("deployment_info", deployment, step);
        foreach (var action in deployment.CurrentActions)
        {
            if (action.Kind is ActionKind.Restart or ActionKind.Stop)
            {
                state.SetBackoff(action.Id, null);
            }

            Converge.Move(state, action.Id, step);
        }
    }

    private static bool IsDone(MarathonState state, DeploymentAction action)
    {
        var spec = state.Tree.Spec(action.Id);
        return action.Kind switch
        {
            ActionKind.Start => true,
            ActionKind.Stop =>
                state.Instances.Of(action.Id).Values.All(static instance => !instance.Condition.IsActive()),
            ActionKind.Scale => spec is null || ScaleInstances.IsDone(state, spec),
            _ => spec is null || ReplaceInstances.IsDone(state, spec),
        };
    }

    private static void Succeed(MarathonState state, Deployment deployment, MarathonStep step)
    {
        state.RemoveDeployment(deployment);
        step.Delete(Stored.DeploymentKey(deployment.Id));
        step.Note($"deployment {deployment.Id} is done");
        step.Do(new MarathonEffect.Publish(new MarathonEvent.DeploymentSucceeded(deployment.Plan), step.Now));
    }

    private static void Publish(string kind, Deployment deployment, MarathonStep step)
    {
        var current = deployment.CurrentStep < deployment.Plan.Steps.Count
            ? deployment.Plan.Steps[deployment.CurrentStep] : null;
        step.Do(
            new MarathonEffect.Publish(new MarathonEvent.DeploymentStepped(kind, deployment.Plan, current), step.Now));
    }
}
