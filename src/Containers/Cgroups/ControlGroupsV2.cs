using System.Globalization;

namespace Kernel.Containers.Cgroups;

/// <summary>Control groups of version 2: one hierarchy for all controllers.</summary>
internal sealed class ControlGroupsV2 : ControlGroups
{
    private const double WeightPerCpu = 100;
    private const long WeightMax = 10_000;

    private readonly Isolation isolation;
    private readonly string root;

    private ControlGroupsV2(Isolation isolation, string root) => (this.isolation, this.root) = (isolation, root);

    /// <summary>Opens them; null if this machine's have not the controllers.</summary>
    /// <exception cref="LaunchFailedException">They may not be written.</exception>
    public static ControlGroupsV2? TryOpen(Isolation isolation)
    {
        string[] wanted = [.. isolation.Cpus ? (string[])["cpu"] : [], .. isolation.Memory ? (string[])["memory"] : []];
        var file = Path.Combine(isolation.GroupsAt, "cgroup.controllers");
        if (!File.Exists(file) || wanted.Except(File.ReadAllText(file).Trim().Split(' ')).Any())
        {
            return null;
        }

        try
        {
            return new(isolation, MakeRoot(isolation, wanted));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LaunchFailedException($"The control group {isolation.Root} cannot be made: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Roots => [root];

    /// <inheritdoc/>
    public override ControlGroup? Create(LaunchPlan plan)
    {
        if (plan.Share is not { } share)
        {
            return null;
        }

        var directory = Path.Combine(root, plan.ContainerId);
        var group = new ControlGroup([directory], isolation.Memory ? new MemoryAccountV2(directory) : null);
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            Bound(share, directory);
            return group;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            group.Remove();
            throw new LaunchFailedException($"Failed to prepare the control group: {failure.Message}");
        }
    }

    private void Bound(ContainerShare share, string directory)
    {
        if (isolation.Cpus)
        {
            Write(directory, "cpu.weight", Text(Math.Clamp((long)(share.Cpus * WeightPerCpu), 1, WeightMax)));
            if (Quota(share) is { } quota && (isolation.QuotaOfCpus || share.CpusLimit != share.Cpus))
            {
                Write(directory, "cpu.max", $"{Text(quota)} {Text(QuotaPeriod)}");
            }
        }

        if (isolation.Memory)
        {
            Write(directory, "memory.low", Text(Math.Max(MemoryMin, share.MemoryBytes)));
            if (share.MemoryLimitBytes is { } limit)
            {
                // Whoever exceeds it goes as a whole, as Mesos destroys the container.
                Write(directory, "memory.max", Text(Math.Max(MemoryMin, limit)));
                Write(directory, "memory.oom.group", "1");
            }
        }
    }

    /// <summary>Makes the root group, and turns the controllers on in it and above it.</summary>
    private static string MakeRoot(Isolation isolation, string[] controllers)
    {
        var path = isolation.GroupsAt;
        var switches = string.Join(' ', controllers.Select(static name => "+" + name));
        foreach (var part in isolation.Root.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            Write(path, "cgroup.subtree_control", switches);
            path = Path.Combine(path, part);
            System.IO.Directory.CreateDirectory(path);
        }

        Write(path, "cgroup.subtree_control", switches);
        return path;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
