using System.Numerics;

namespace Kernel.Master.Core.Allocation;

/// <summary>A growing row of bits; those never set are clear.</summary>
internal struct Bits
{
    private ulong[]? words;

    /// <summary>The bits, 64 to a word.</summary>
    public readonly ReadOnlySpan<ulong> Words => words;

    /// <summary>Whether a bit is set.</summary>
    public readonly bool this[int index] =>
        words is not null && (uint)(index >> 6) < (uint)words.Length && (words[index >> 6] & (1UL << index)) != 0;

    /// <summary>Sets a bit.</summary>
    public void Set(int index)
    {
        var word = index >> 6;
        if (words is null || word >= words.Length)
        {
            Array.Resize(ref words, Math.Max(word + 1, (words?.Length ?? 0) * 3 / 2));
        }

        words[word] |= 1UL << index;
    }

    /// <summary>Clears a bit.</summary>
    public readonly void Clear(int index)
    {
        if (words is not null && (uint)(index >> 6) < (uint)words.Length)
        {
            words[index >> 6] &= ~(1UL << index);
        }
    }

    /// <summary>Clears all bits.</summary>
    public void Clear() => words = null;

    /// <summary>How many bits are set here and clear there, counted up to a bound (and a word more).</summary>
    public readonly int CountWithout(in Bits other, int bound)
    {
        var mine = Words;
        var theirs = other.Words;
        var count = 0;
        for (var i = 0; i < mine.Length && count < bound; i++)
        {
            count += BitOperations.PopCount(i < theirs.Length ? mine[i] & ~theirs[i] : mine[i]);
        }

        return count;
    }

    /// <summary>Lists the bits that are set here and clear there.</summary>
    public readonly void ListWithout(in Bits other, List<int> into)
    {
        var mine = Words;
        var theirs = other.Words;
        for (var i = 0; i < mine.Length; i++)
        {
            for (var rest = i < theirs.Length ? mine[i] & ~theirs[i] : mine[i]; rest != 0; rest &= rest - 1)
            {
                into.Add((i << 6) | BitOperations.TrailingZeroCount(rest));
            }
        }
    }
}
