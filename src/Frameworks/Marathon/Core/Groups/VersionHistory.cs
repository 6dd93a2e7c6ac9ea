namespace Kernel.Marathon.Core;

/// <summary>The versions that apps and pods have had.</summary>
public sealed class VersionHistory
{
    private readonly Dictionary<PathId, SortedDictionary<Version, RunSpec>> versions = [];

    /// <summary>The versions of an app or pod, newest first.</summary>
    public IReadOnlyList<Version> Of(PathId id) =>
        versions.TryGetValue(id, out var all) ? [.. all.Keys.Reverse()] : [];

    /// <summary>An app or pod as it was; null if that is not known.</summary>
    public RunSpec? Of(PathId id, Version version) =>
        versions.TryGetValue(id, out var all) ? all.GetValueOrDefault(version) : null;

    /// <summary>Adds a version.</summary>
    public void Add(RunSpec spec) =>
        (versions.TryGetValue(spec.Id, out var all) ? all : versions[spec.Id] = [])[spec.Version] = spec;

    /// <summary>Forgets the oldest versions of an app or pod beyond a number.</summary>
    /// <returns>Those forgotten.</returns>
    public IReadOnlyList<Version> Trim(PathId id, int keep)
    {
        if (!versions.TryGetValue(id, out var all) || all.Count <= keep)
        {
            return [];
        }

        var old = all.Keys.Take(all.Count - keep).ToList();
        old.ForEach(version => all.Remove(version));
        if (all.Count == 0)
        {
            versions.Remove(id);
        }

        return old;
    }
}
