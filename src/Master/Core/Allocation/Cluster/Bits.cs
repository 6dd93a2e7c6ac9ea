using System.Numerics;

namespace Kernel.Master.Core.Allocation;

/// <summary>A growing row of bits; those never set are clear. The first 64 take no memory of their own.</summary>
internal struct Bits
{
    private ulong first;
    private ulong[]? others;

    /// <summary>How many words of 64 bits there are.</summary>
    private readonly int Length => 1 + (others?.Length ?? 0);

    /// <summary>Whether a bit is set.</summary>
    public readonly bool this[int index] => (Word(index >> 6) & (1UL << index)) != 0;

    /// <summary>Sets a bit.</summary>
    public void Set(int index)
    {
        if (index < 64)
        {
            first |= 1UL << index;
            return;
        }

        var word = (index >> 6) - 1;
        if (others is null || word >= others.Length)
        {
            Array.Resize(ref others, Math.Max(word + 1, (others?.Length ?? 0) * 3 / 2));
        }

        others[word] |= 1UL << index;
    }

    /// <summary>Clears a bit.</summary>
    public void Clear(int index)
    {
        if (index < 64)
        {
            first &= ~(1UL << index);
        }
        else if (index >> 6 < Length)
        {
            others![(index >> 6) - 1] &= ~(1UL << index);
        }
    }

    /// <summary>Clears all bits.</summary>
    public void Clear() => (first, others) = (0, null);

    /// <summary>Whether a bit is set here and clear there.</summary>
    public readonly bool AnyWithout(in Bits other)
    {
        for (var i = 0; i < Length; i++)
        {
            if ((Word(i) & ~other.Word(i)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bits are set here and clear there.</summary>
    public readonly int CountWithout(in Bits other)
    {
        var count = 0;
        for (var i = 0; i < Length; i++)
        {
            count += BitOperations.PopCount(Word(i) & ~other.Word(i));
        }

        return count;
    }

    /// <summary>Lists the bits that are set here and clear there.</summary>
    public readonly void ListWithout(in Bits other, List<int> into)
    {
        for (var i = 0; i < Length; i++)
        {
            for (var rest = Word(i) & ~other.Word(i); rest != 0; rest &= rest - 1)
            {
                into.Add((i << 6) | BitOperations.TrailingZeroCount(rest));
            }
        }
    }

    private readonly ulong Word(int word) =>
        word == 0 ? first
        : others is not null && (uint)(word - 1) < (uint)others.Length ? others[word - 1]
        : 0;
}
