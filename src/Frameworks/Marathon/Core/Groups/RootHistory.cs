namespace Kernel.Marathon.Core;

/// <summary>The last versions of the root: trees that share what did not change.</summary>
public sealed class RootHistory
{
    private readonly SortedList<Version, (Tree Tree, IReadOnlyList<PathId> Changed)> roots = [];

    /// <summary>The versions of the root, newest first.</summary>
    public IReadOnlyList<Version> Versions => [.. roots.Keys.Reverse()];

    /// <summary>The root as it was; null if that is not known.</summary>
    public Tree? At(Version version) => roots.TryGetValue(version, out var root) ? root.Tree : null;

    /// <summary>The versions in which a group was there, newest first.</summary>
    public IReadOnlyList<Version> VersionsOf(PathId group) =>
        [.. roots.Where(entry => entry.Value.Tree.Groups.ContainsKey(group)).Select(static entry => entry.Key).Reverse()];

    /// <summary>Adds a version.</summary>
    /// <param name="tree">The root.</param>
    /// <param name="changed">The apps and pods that it has otherwise than the root before.</param>
    public void Add(Tree tree, IReadOnlyList<PathId> changed) => roots[tree.Version] = (tree, changed);

    /// <summary>Forgets the oldest versions beyond a number.</summary>
    /// <returns>Those forgotten, each with the apps and pods that it had and the next one has not.</returns>
    public IReadOnlyList<(Version Version, IReadOnlyList<PathId> Gone)> Trim(int keep)
    {
        var forgotten = new List<(Version, IReadOnlyList<PathId>)>();
        while (roots.Count > Math.Max(1, keep))
        {
            var next = roots.Values[1];
            forgotten.Add((roots.Keys[0], [.. next.Changed.Where(id => next.Tree.Spec(id) is null)]));
            roots.RemoveAt(0);
        }

        return forgotten;
    }
}
