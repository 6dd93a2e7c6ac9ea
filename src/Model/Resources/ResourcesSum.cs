using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>A bag that others are added to, one after the other: what it comes to is <c>first + second + third</c>.</summary>
public sealed class ResourcesSum
{
    private readonly ImmutableArray<Resource>.Builder entries = ImmutableArray.CreateBuilder<Resource>();
    private Resources? sum = Resources.Empty;

    /// <summary>Adds a bag.</summary>
    public void Add(Resources resources)
    {
        sum = entries.Count == 0 ? resources : null;
        foreach (var resource in resources)
        {
            Resources.Merge(entries, resource);
        }
    }

    /// <summary>What was added, together.</summary>
    public Resources ToResources() => sum ??= Resources.Of(entries);
}
