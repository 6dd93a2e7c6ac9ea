namespace Kernel.Marathon.Core;

/// <summary>The last versions of the root: trees that share what did not change.</summary>
public sealed class RootHistory
{
    private readonly SortedList<Version, Tree> trees = [];

    /// <summary>The versions of the root, newest first.</summary>
    public IReadOnlyList<Version> Versions => [.. trees.Keys.Reverse()];

    /// <summary>The oldest root that is known.</summary>
    public Tree Oldest => trees.Values[0];

    /// <summary>The root as it was; null if that is not known.</summary>
    public Tree? At(Version version) => trees.GetValueOrDefault(version);

    /// <summary>The versions in which a group was there, newest first.</summary>
    public IReadOnlyList<Version> VersionsOf(PathId group) =>
        [.. trees.Where(entry => entry.Value.Groups.ContainsKey(group)).Select(static entry => entry.Key).Reverse()];

    /// <summary>Adds a version.</summary>
    public void Add(Tree tree) => trees[tree.Version] = tree;

    /// <summary>Forgets the oldest versions beyond a number.</summary>
    /// <returns>Those forgotten, and the apps and pods that only they had.</returns>
    public IReadOnlyList<Tree> Trim(int keep)
    {
        var old = trees.Values.Take(Math.Max(0, trees.Count - keep)).ToList();
        old.ForEach(tree => trees.Remove(tree.Version));
        return old;
    }
}
