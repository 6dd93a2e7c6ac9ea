using System.Runtime.InteropServices;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>Adds up resources by key. Nothing is made for each bag that is added.</summary>
internal sealed class ResourceSums<TKey>
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
}
