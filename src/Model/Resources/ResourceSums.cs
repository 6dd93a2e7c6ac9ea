using System.Runtime.InteropServices;

namespace Kernel.Model;

/// <summary>Adds up resources by key. Nothing is made for each bag that is added.</summary>
public sealed class ResourceSums<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, ResourcesSum> sums = [];

    /// <summary>All sums.</summary>
    public IEnumerable<Resources> All => sums.Values.Select(static sum => sum.ToResources());

    /// <summary>Adds a bag to the sum of a key.</summary>
    public void Add(TKey key, Resources resources)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        (sum ??= new()).Add(resources);
    }

    /// <summary>The sum of a key.</summary>
    public Resources Of(TKey key) => sums.TryGetValue(key, out var sum) ? sum.ToResources() : Resources.Empty;

    /// <summary>All sums by their keys.</summary>
    public Dictionary<TKey, Resources> ToDictionary() =>
        sums.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToResources());
}
