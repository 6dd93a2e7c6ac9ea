using System.Globalization;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// About how many states a pattern has when its counted repetitions are written out. Mesos bounds the size of the
/// compiled program
/// (<c>--offer_constraints_re2_max_program_size</c>), so that no pattern holds up the master; this bounds the same
/// thing.
/// </summary>
internal static class PatternSize
{
    /// <summary>The size of a pattern; it need not be valid.</summary>
    public static long Of(string pattern)
    {
        var sizes = new Stack<long>([0]);
        var atom = 0L;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '(':
                    sizes.Push(0);
                    continue;
                case ')' when sizes.Count > 1:
                    atom = sizes.Pop();
                    break;
                case '{':
                    i = Repeat(pattern, i, out var times);
                    Add(sizes, atom * (times - 1));
                    continue;
                case '[':
                    i = ClassEnd(pattern, i);
                    atom = 1;
                    break;
                case '\\':
                    i++;
                    atom = 1;
                    break;
                default:
                    atom = 1;
                    break;
            }

            Add(sizes, atom);
        }

        return sizes.Max();
    }

    private static void Add(Stack<long> sizes, long size) =>
        sizes.Push(Math.Min(int.MaxValue, sizes.Pop() + Math.Max(0, size)));

    /// <summary>The end of a class, whose first character may be a closing bracket.</summary>
    private static int ClassEnd(string pattern, int from)
    {
        var first = from + (pattern.AsSpan(from).StartsWith("[^") ? 2 : 1);
        for (var i = first; i < pattern.Length; i++)
        {
            i += pattern[i] == '\\' ? 1 : 0;
            if (i > first && i < pattern.Length && pattern[i] == ']')
            {
                return i;
            }
        }

        return pattern.Length;
    }

    /// <summary>The most that <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c> repeats; 1 if it is none of them.</summary>
    private static int Repeat(string pattern, int from, out long times)
    {
        times = 1;
        var end = pattern.IndexOf('}', from);
        if (end < 0)
        {
            return from;
        }

        foreach (var part in pattern[(from + 1)..end].Split(','))
        {
            var isNumber = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
            times = Math.Max(times, isNumber ? count : 1);
        }

        return end;
    }
}
