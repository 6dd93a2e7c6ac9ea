namespace Kernel.Master.Server.Lifting;

/// <summary>
/// Remembers what was made of bytes, since thousands of tasks and agents tell the same: it is made, and kept in memory, once. It has a
/// fixed number of places; bytes that come to an occupied one take it. Several threads may use it at once.
/// </summary>
/// <typeparam name="T">What is made; nobody changes it.</typeparam>
/// <param name="places">How many places there are.</param>
/// <param name="make">Makes it.</param>
internal sealed class BytesMemo<T>(int places, Func<byte[], T> make)
{
    private readonly Entry?[] entries = new Entry?[places];

    /// <summary>What bytes mean.</summary>
    public T Of(ReadOnlySpan<byte> bytes)
    {
        ref var place = ref entries[Hash(bytes) % (uint)entries.Length];
        var entry = place;
        if (entry is null || !bytes.SequenceEqual(entry.Bytes))
        {
            var own = bytes.ToArray();
            place = entry = new(own, make(own));
        }

        return entry.Value;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return (uint)hash.ToHashCode();
    }

    private sealed record Entry(byte[] Bytes, T Value);
}
