using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Takes as much of a bag as given amounts allow (Mesos: shrinkResources of HierarchicalAllocatorProcess).
/// </summary>
internal sealed class Shrinking(ResourceNames names)
{
    private long[] left = [];

    /// <summary>
    /// The part of a bag of scalars that the amounts allow. What cannot be split is taken whole or not at all. Of
    /// several resources of the same
    /// name it is up to chance which is taken first, so that none is left over always.
    /// </summary>
    /// <param name="bag">The bag.</param>
    /// <param name="allowed">How much of a resource is allowed; <see cref="long.MaxValue"/>: all of it.</param>
    /// <param name="chance">What is taken first.</param>
    public Resources Shrink(Resources bag, Func<int, long> allowed, Chance chance)
    {
        Allow(allowed);
        if (Fits(bag))
        {
            return bag;
        }

        Allow(allowed);
        var entries = bag.Entries.ToArray();
        chance.Shuffle<Resource>(entries);
        var taken = new List<Resource>(entries.Length);
        foreach (var entry in entries)
        {
            Take(entry, taken);
        }

        return taken.Count == 0 ? Resources.Empty : Resources.Of(taken);
    }

    private void Allow(Func<int, long> allowed)
    {
        left = left.Length < names.Count ? new long[names.Count] : left;
        for (var i = 0; i < names.Count; i++)
        {
            left[i] = allowed(i);
        }
    }

    private bool Fits(Resources bag)
    {
        foreach (ref readonly var entry in bag.Entries.AsSpan())
        {
            ref var rest = ref left[names.IndexOf(entry.Kind.Name)];
            if (rest < entry.Thousandths)
            {
                return false;
            }

            rest -= rest == long.MaxValue ? 0 : entry.Thousandths;
        }

        return true;
    }

    private void Take(Resource entry, List<Resource> taken)
    {
        var index = names.IndexOf(entry.Kind.Name);
        var amount = Math.Min(entry.Thousandths, left[index]);
        if (amount <= 0 || (entry.Kind.IsAtomic && amount < entry.Thousandths))
        {
            return;
        }

        taken.Add(amount == entry.Thousandths ? entry : Resource.OfThousandths(entry.Kind, amount));
        left[index] -= left[index] == long.MaxValue ? 0 : amount;
    }
}
