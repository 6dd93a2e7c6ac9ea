namespace Kernel.Marathon.Core;

/// <summary>Which of an app's stamps a change moves (Marathon: VersionInfo.scala).</summary>
internal static class SpecVersions
{
    /// <summary>The definition with its new version; the old object itself if nothing changed.</summary>
    internal static RunSpec Settle(RunSpec spec, RunSpec? old, bool restart, Version now)
    {
        if (old is null || old.IsPod != spec.IsPod)
        {
            return Stamp(spec, now, now, now);
        }

        var info = Info(old);
        if (old.IsUpgradedBy(spec))
        {
            return Stamp(spec, now, now, now);
        }

        if (restart)
        {
            return Stamp(spec, now, info.LastScalingAt, now);
        }

        if (old.InstanceCount != spec.InstanceCount)
        {
            return Stamp(spec, now, now, info.LastConfigChangeAt);
        }

        var same = Stamp(spec, old.Version, info.LastScalingAt, info.LastConfigChangeAt);
        return DefinitionJson.Write(same).AsSpan().SequenceEqual(DefinitionJson.Write(old))
            && same.RoleEnforced == old.RoleEnforced
            ? old
            : Stamp(same, now, info.LastScalingAt, info.LastConfigChangeAt);
    }

    private static VersionInfo Info(RunSpec spec) =>
        (spec is AppDefinition app ? app.VersionInfo : ((PodDefinition)spec).VersionInfo)
            ?? new(spec.Version, spec.Version);

    private static RunSpec Stamp(RunSpec spec, Version version, Version scaling, Version config) =>
        spec is AppDefinition app
        ? app with { Version = version, VersionInfo = new(scaling, config) }
        : (PodDefinition)spec with { Version = version, VersionInfo = new(scaling, config) };
}
