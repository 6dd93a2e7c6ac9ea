namespace Kernel.Marathon.Core;

/// <summary>Tells everybody that an app or pod was changed.</summary>
internal static class AnnounceSpec
{
    /// <summary>Tells of one.</summary>
    internal static void Changed(RunSpec? before, RunSpec? after, MarathonInput.RootChanging input, MarathonStep step)
    {
        if ((after ?? before) is not { } spec)
        {
            return;
        }

        if (spec is AppDefinition app)
        {
            step.Do(new MarathonEffect.Publish(new MarathonEvent.ApiPosted(input.Client, input.Uri, app), step.Now));
            HealthChecks(before as AppDefinition, after as AppDefinition, step);
        }
        else
        {
            var kind = after is null ? "pod_deleted_event" : before is null ? "pod_created_event" : "pod_updated_event";
            step.Do(new MarathonEffect.Publish(new MarathonEvent.PodPosted(kind, input.Client, input.Uri), step.Now));
        }
    }

    private static void HealthChecks(AppDefinition? before, AppDefinition? after, MarathonStep step)
    {
        if (before?.HasHealthChecks == true && (after is null || after.ConfigVersion != before.ConfigVersion))
        {
            step.Do(new MarathonEffect.Publish(new MarathonEvent.HealthChecksRemoved(before.Id), step.Now));
        }

        if (after?.HealthChecks is { } checks && after.ConfigVersion != before?.ConfigVersion)
        {
            foreach (var check in checks)
            {
                step.Do(new MarathonEffect.Publish(
                    new MarathonEvent.HealthCheckAdded(after.Id, after.Version, check), step.Now));
            }
        }
    }
}
