namespace Kernel.Master.Core.Allocation;

/// <summary>Amounts in thousandths by the number of the resource's name; what has never been added is 0.</summary>
internal sealed class Amounts
{
    private long[] items = new long[4];

    /// <summary>The amount of one name.</summary>
    public long this[int index] => (uint)index < (uint)items.Length ? items[index] : 0;

    /// <summary>As many amounts as may differ from 0.</summary>
    public ReadOnlySpan<long> Items => items;

    /// <summary>Whether any amount is above 0.</summary>
    public bool AnyPositive => items.AsSpan().ContainsAnyInRange(1, long.MaxValue);

    /// <summary>Adds to one amount.</summary>
    public void Add(int index, long amount)
    {
        if (index >= items.Length)
        {
            Array.Resize(ref items, Math.Max(index + 1, items.Length * 2));
        }

        items[index] = checked(items[index] + amount);
    }

    /// <summary>Adds all amounts of another, or (sign -1) subtracts them.</summary>
    public void Add(Amounts other, int sign = 1)
    {
        if (other.items.Length > items.Length)
        {
            Array.Resize(ref items, other.items.Length);
        }

        for (var i = 0; i < other.items.Length; i++)
        {
            items[i] += sign * other.items[i];
        }
    }

    /// <summary>Sets all amounts to 0.</summary>
    public void Clear() => Array.Clear(items);

    /// <summary>The amounts that are not 0, by name.</summary>
    public Quantities ToQuantities(ResourceNames names) => Quantities.Of(
        Enumerable.Range(0, names.Count).Where(i => this[i] != 0).Select(i => (names[i], this[i])));
}
