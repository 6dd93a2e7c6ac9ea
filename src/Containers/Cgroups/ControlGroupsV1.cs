using System.Globalization;

namespace Kernel.Containers.Cgroups;

/// <summary>Control groups of version 1 (Mesos: src/slave/containerizer/mesos/isolators/cgroups).</summary>
internal sealed class ControlGroupsV1 : ControlGroups
{
    private const long SharesPerCpu = 1024;
    private const long SharesMin = 2;

    private readonly Isolation isolation;
    private readonly string? cpu;
    private readonly string? memory;
    private readonly IReadOnlyList<string> hierarchies;

    private ControlGroupsV1(Isolation isolation, string? cpu, string? account, string? memory)
    {
        this.isolation = isolation;
        this.cpu = cpu;
        this.memory = memory;
        hierarchies = [.. new[] { cpu, account, memory }.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Opens the hierarchies that are needed, and makes the root group in each.</summary>
    /// <exception cref="LaunchFailedException">One is missing, or may not be written.</exception>
    public static ControlGroupsV1 Open(Isolation isolation) => new(
        isolation,
        isolation.Cpus ? Root(isolation, "cpu") : null,
        isolation.Cpus && Hierarchy(isolation, "cpuacct") is not null ? Root(isolation, "cpuacct") : null,
        isolation.Memory ? Root(isolation, "memory") : null);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Roots => hierarchies;

    /// <inheritdoc/>
    public override ControlGroup? Create(LaunchPlan plan)
    {
        if (plan.Share is not { } share)
        {
            return null;
        }

        var directories = hierarchies.Select(root => Path.Combine(root, plan.ContainerId)).ToArray();
        var group = new ControlGroup(
            directories, memory is null ? null : new MemoryAccountV1(Path.Combine(memory, plan.ContainerId)));
        try
        {
            foreach (var directory in directories)
            {
                System.IO.Directory.CreateDirectory(directory);
            }

            Bound(share, plan.ContainerId);
            return group;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            group.Remove();
            throw new LaunchFailedException($"Failed to prepare the control groups: {failure.Message}");
        }
    }

    private void Bound(ContainerShare share, string container)
    {
        if (cpu is not null)
        {
            var directory = Path.Combine(cpu, container);
            Write(directory, "cpu.shares", Text(Math.Max(SharesMin, (long)(share.Cpus * SharesPerCpu))));
            if (Quota(share) is { } quota && (isolation.QuotaOfCpus || share.CpusLimit != share.Cpus))
            {
                Write(directory, "cpu.cfs_period_us", Text(QuotaPeriod));
                Write(directory, "cpu.cfs_quota_us", Text(quota));
            }
        }

        if (memory is not null)
        {
            var directory = Path.Combine(memory, container);
            Write(directory, "memory.soft_limit_in_bytes", Text(Math.Max(MemoryMin, share.MemoryBytes)));
            if (share.MemoryLimitBytes is { } limit)
            {
                Write(directory, "memory.limit_in_bytes", Text(Math.Max(MemoryMin, limit)));
            }
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Root(Isolation isolation, string controller)
    {
        var hierarchy = Hierarchy(isolation, controller)
            ?? throw new LaunchFailedException(
                $"The control group hierarchy '{controller}' is not mounted at {isolation.GroupsAt}");
        var root = Path.Combine(hierarchy, isolation.Root);
        try
        {
            System.IO.Directory.CreateDirectory(root);
            return root;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LaunchFailedException($"The control group {root} cannot be made: {failure.Message}");
        }
    }

    /// <summary>
    /// A controller's hierarchy: mounted under its own name, or together with others of which it is one link.
    /// </summary>
    private static string? Hierarchy(Isolation isolation, string controller)
    {
        var path = Path.Combine(isolation.GroupsAt, controller);
        return File.Exists(Path.Combine(path, "cgroup.procs"))
            ? System.IO.Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
            : null;
    }
}
