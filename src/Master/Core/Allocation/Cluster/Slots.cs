namespace Kernel.Master.Core.Allocation;

/// <summary>Things by small numbers; the number of a removed one is given to the next.</summary>
internal sealed class Slots<T>
    where T : class
{
    private readonly Stack<int> free = [];
    private T?[] items = [];

    /// <summary>One more than the highest number given so far.</summary>
    public int Length { get; private set; }

    /// <summary>What has a number; null if nothing has.</summary>
    public T? this[int index] => items[index];

    /// <summary>All numbers given so far, empty ones too.</summary>
    public ReadOnlySpan<T?> Items => items.AsSpan(0, Length);

    /// <summary>Gives a thing a number.</summary>
    public int Add(T item)
    {
        if (free.TryPop(out var index))
        {
            items[index] = item;
            return index;
        }

        if (Length == items.Length)
        {
            Array.Resize(ref items, Math.Max(16, Length * 2));
        }

        items[Length] = item;
        return Length++;
    }

    /// <summary>Takes a number back.</summary>
    public void Remove(int index)
    {
        items[index] = null;
        free.Push(index);
    }
}
