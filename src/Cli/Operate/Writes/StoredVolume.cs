using Mesos.V1;

namespace Kernel.Cli.Operate.Writes;

/// <summary>A persistent volume as the master knows it, in the form that its calls take.</summary>
internal static class StoredVolume
{
    /// <summary>Finds a volume.</summary>
    /// <exception cref="Refusal">The agent has none of that role and id.</exception>
    public static async Task<Resource> FindAsync(Api master, AgentID agent, string role, string id, CancellationToken stop)
    {
        var volumes = await VolumesCommand.ListAsync(master, stop);
        var volume = volumes
            .Where(one => one.Agent == agent.Value && VolumesCommand.RoleOf(one.Volume) == role && one.Volume.Disk.Persistence.Id == id)
            .Select(static one => one.Volume)
            .FirstOrDefault() ?? throw new Refusal($"agent {agent.Value} has no volume {id} of {role}");
        // An answer tells a reservation in the forms before and after refinement; a request must have but one of them.
        volume.ClearRole();
        volume.Reservation = null;
        return volume;
    }

    /// <summary>So much disk of the kind that a volume is made of.</summary>
    public static Resource DiskLike(Resource volume, double megabytes)
    {
        var disk = new Resource
        {
            Name = volume.Name,
            Type = volume.Type,
            Scalar = new() { Value = megabytes },
            Reservations = { volume.Reservations },
            ProviderId = volume.ProviderId,
        };
        if (volume.Disk.Source is { } source)
        {
            disk.Disk = new() { Source = source };
        }

        return disk;
    }
}
