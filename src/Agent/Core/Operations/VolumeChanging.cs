using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>
/// Makes and deletes the directories of persistent volumes (Mesos: Slave::syncCheckpointedResources).
/// </summary>
public static class VolumeChanging
{
    /// <summary>Does what leads from one set of volumes to another.</summary>
    public static void Change(AgentState state, Resources before, Resources after, AgentStep step)
    {
        var old = Volumes(state, before);
        var present = Volumes(state, after);
        foreach (var (directory, isMount) in old)
        {
            if (!present.ContainsKey(directory))
            {
                step.Do(new DeleteVolumeDirectory(directory, isMount));
            }
        }

        foreach (var (directory, isMount) in present)
        {
            if (!isMount && !old.ContainsKey(directory))
            {
                step.Do(new CreateVolumeDirectory(directory));
            }
        }
    }

    private static Dictionary<string, bool> Volumes(AgentState state, Resources resources) => resources
        .Where(static resource => resource.Kind.IsPersistentVolume)
        .ToDictionary(
            resource => Directory(state, resource),
            static resource => resource.Kind.Disk?.Source?.Type == DiskSourceType.Mount,
            StringComparer.Ordinal);

    private static string Directory(AgentState state, Resource volume)
    {
        var disk = volume.Kind.Disk;
        Invariant.Holds(disk?.PersistenceId is not null, "a persistent volume has an id");
        return disk.Source switch
        {
            { Type: DiskSourceType.Mount, Root: { } root } => root,
            { Type: DiskSourceType.Path, Root: { } root } => Of(root),
            _ => Of(state.Configuration.WorkDirectory),
        };

        string Of(string root) =>
            SandboxPaths.OfVolume(root, volume.Kind.ReservedRole ?? Roles.Default, disk.PersistenceId.Value.Value);
    }
}
