namespace Kernel.Model;

/// <summary>
/// Chance with a seed: every draw, shuffle and id of a core comes from one, so that the same seed replays the same run.
/// The generator is xoshiro256**, seeded by splitmix64.
/// </summary>
public sealed class Chance
{
    private ulong a, b, c, d;

    /// <summary>Creates the stream that a seed names.</summary>
    public Chance(ulong seed)
    {
        a = SplitMix(ref seed);
        b = SplitMix(ref seed);
        c = SplitMix(ref seed);
        d = SplitMix(ref seed);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = ulong.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A number in [0, <paramref name="bound"/>).</summary>
    public int Next(int bound)
    {
        Invariant.Holds(bound > 0, "a draw needs a positive bound");
        return (int)((UInt128)NextBits() * (uint)bound >> 64);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A span in [0, <paramref name="bound"/>).</summary>
    public TimeSpan Next(TimeSpan bound) => TimeSpan.FromTicks((long)(bound.Ticks * NextDouble()));

    /// <summary>Puts the items of a span in random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A stream of its own, split off this one: drawing from it does not disturb this stream.</summary>
    public Chance Split() => new(NextBits());

    /// <summary>A random (version 4) UUID.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextBits());
        BitConverter.TryWriteBytes(bytes[8..], NextBits());
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong SplitMix(ref ulong seed)
    {
        var z = seed += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
