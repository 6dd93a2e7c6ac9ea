namespace Kernel.Master.Core;

/// <summary>The last so many of what was added: the oldest makes room for the newest.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class Bounded<T>(int capacity)
{
    private readonly Queue<T> items = new();

    /// <summary>What is kept, the oldest first.</summary>
    public IReadOnlyCollection<T> Items => items;

    /// <summary>Adds an item.</summary>
    /// <returns>Whether another had to go, which is <paramref name="evicted"/>.</returns>
    public bool Add(T item, out T? evicted)
    {
        evicted = default;
        items.Enqueue(item);
        return items.Count > capacity && items.TryDequeue(out evicted);
    }

    /// <summary>Removes the items that a condition holds for.</summary>
    public void Remove(Func<T, bool> condition)
    {
        if (!items.Any(condition))
        {
            return;
        }

        var kept = items.Where(item => !condition(item)).ToList();
        items.Clear();
        kept.ForEach(items.Enqueue);
    }
}
