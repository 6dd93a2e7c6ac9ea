namespace Kernel.Marathon.Core;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Path">Where: <c>/healthChecks(0)/portIndex</c>; <c>/</c> is the whole.</param>
/// <param name="Error">What.</param>
public readonly record struct Violation(string Path, string Error);

/// <summary>Gathers what is wrong.</summary>
public sealed class Violations
{
    private readonly List<Violation> all = [];

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Violation> All => all;

    /// <summary>Whether nothing was found.</summary>
    public bool None => all.Count == 0;

    /// <summary>Notes something wrong at a path.</summary>
    public void Add(string path, string error) => all.Add(new(path.Length == 0 ? "/" : path, error));

    /// <summary>Notes something wrong unless a condition holds.</summary>
    public void Demand(bool condition, string path, string error)
    {
        if (!condition)
        {
            Add(path, error);
        }
    }

    /// <summary>Takes over what was found in a part, whose paths begin at a prefix.</summary>
    public void AddAll(string prefix, Violations part)
    {
        foreach (var (path, error) in part.all)
        {
            Add(path == "/" ? prefix : prefix + path, error);
        }
    }
}
