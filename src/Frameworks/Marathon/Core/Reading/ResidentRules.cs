namespace Kernel.Marathon.Core;

/// <summary>What must hold of apps and pods with persistent volumes.</summary>
internal static class ResidentRules
{
    /// <summary>Notes what is wrong with a resident app.</summary>
    internal static void Check(AppDefinition app, Violations violations)
    {
        if (!app.IsResident)
        {
            return;
        }

        violations.Demand(app.Role != "*", "/role", "Resident apps cannot have the role *");
        violations.Demand(
            app.AcceptedResourceRoles is null || app.AcceptedResourceRoles.SequenceEqual(["*"]),
            "/acceptedResourceRoles",
            "A resident app must have `acceptedResourceRoles = [\"*\"]`.");
        violations.Demand(
            !app.UnreachableStrategy.Enabled,
            "/unreachableStrategy",
            "unreachableStrategy must be disabled for resident tasks");
        AppRules.CheckZero(
            app.UpgradeStrategy.MaximumOverCapacity, "/upgradeStrategy/maximumOverCapacity", violations);
    }

    /// <summary>Notes what may not change about a resident app (Marathon: PersistentVolumeValidations).</summary>
    internal static void CheckUpdate(RunSpec old, RunSpec updated, string path, Violations violations)
    {
        if (!old.IsResident || old.InstanceCount == 0)
        {
            return;
        }

        violations.Demand(
            Sizes(old).SequenceEqual(Sizes(updated)),
            path,
            old.IsPod ? "persistent volumes cannot be updated" : "Persistent volumes can not be changed!");
        violations.Demand(
            old.Needs == updated.Needs,
            path,
            old.IsPod
                ? "cpus, mem, disk, gpus and host ports cannot be updated if a pod has persistent volumes"
                : "Services with persistent volumes configured may not change resource requirements: cpus, mem, disk, gpus");
    }

    private static IEnumerable<(string Path, long Size, string? Type)> Sizes(RunSpec spec) =>
        spec.PersistentVolumes.Select(static volume => (volume.ContainerPath, volume.Info.Size, volume.Info.Type))
            .Order();
}
