namespace Kernel.Containers.Cgroups;

/// <summary>
/// The control groups of this machine, as far as containers are to be bounded by them: version 2 where it has the
/// controllers, else version 1, whose controllers may be mounted apart or together.
/// </summary>
internal abstract class ControlGroups
{
    /// <summary>Mesos gives no container less than this, in bytes.</summary>
    protected const long MemoryMin = 32L * 1024 * 1024;

    /// <summary>The period of CPU quotas, in microseconds.</summary>
    protected const long QuotaPeriod = 100_000;

    /// <summary>The smallest CPU quota, in microseconds.</summary>
    protected const long QuotaMin = 1_000;

    /// <summary>The groups that an isolation asks for; null if it asks for none.</summary>
    /// <exception cref="LaunchFailedException">This machine cannot do it.</exception>
    public static ControlGroups? For(Isolation isolation)
    {
        if (!isolation.Cpus && !isolation.Memory)
        {
            return null;
        }

        var groups = ControlGroupsV2.TryOpen(isolation) ?? (ControlGroups)ControlGroupsV1.Open(isolation);
        EmptyGroups.Remove(groups.Roots);
        return groups;
    }

    /// <summary>The groups that those of containers are made in.</summary>
    protected abstract IReadOnlyList<string> Roots { get; }

    /// <summary>Makes the group of a container, with its bounds.</summary>
    /// <returns>The group; null if the plan has no share.</returns>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public abstract ControlGroup? Create(LaunchPlan plan);

    /// <summary>Time on the CPUs in a period, in microseconds; null for no bound.</summary>
    protected static long? Quota(ContainerShare share) =>
        double.IsFinite(share.CpusLimit) ? Math.Max(QuotaMin, (long)(share.CpusLimit * QuotaPeriod)) : null;

    /// <summary>Writes a value into a control file.</summary>
    protected static void Write(string directory, string file, string value) =>
        File.WriteAllText(Path.Combine(directory, file), value);
}
