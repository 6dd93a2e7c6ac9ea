namespace Kernel.Master.Core;

/// <summary>Which items belong to a key; keys without items are not kept.</summary>
public sealed class Index<TKey, TItem>
    where TKey : notnull
{
    private readonly Dictionary<TKey, HashSet<TItem>> sets = [];

    /// <summary>The items of a key.</summary>
    public IReadOnlyCollection<TItem> this[TKey key] => sets.TryGetValue(key, out var set) ? set : [];

    /// <summary>The keys that have items.</summary>
    public IReadOnlyCollection<TKey> Keys => sets.Keys;

    /// <summary>Says that an item belongs to a key.</summary>
    public void Add(TKey key, TItem item)
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = [];
        }

        set.Add(item);
    }

    /// <summary>Says that an item belongs to a key no more.</summary>
    public void Remove(TKey key, TItem item)
    {
        if (sets.TryGetValue(key, out var set) && set.Remove(item) && set.Count == 0)
        {
            sets.Remove(key);
        }
    }
}
