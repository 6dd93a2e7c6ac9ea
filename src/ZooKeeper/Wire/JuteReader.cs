using System.Buffers.Binary;
using System.Text;

namespace Kernel.ZooKeeper.Wire;

/// <summary>Reads the records of ZooKeeper's wire; whatever is too short or says a wrong length is refused.</summary>
internal ref struct JuteReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>Reads an <c>int</c>.</summary>
    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>Reads a <c>long</c>.</summary>
    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>Reads a <c>boolean</c>.</summary>
    public bool Bool() => Take(1)[0] != 0;

    /// <summary>Reads a <c>buffer</c>; one that is missing is empty.</summary>
    public byte[] Bytes() => Take(Math.Max(0, Int())).ToArray();

    /// <summary>Reads a <c>ustring</c>.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Math.Max(0, Int())));

    /// <summary>Reads a <c>vector&lt;ustring&gt;</c>.</summary>
    public string[] Texts()
    {
        var count = Math.Max(0, Int());

        // Each has at least its length in front: a wrong count cannot ask for memory that no text would fill.
        var texts = count <= rest.Length / 4 ? new string[count] : throw Truncated();
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    /// <summary>Reads a <c>Stat</c>.</summary>
    public NodeStat Stat()
    {
        var created = Long();
        Take(24);
        var version = Int();
        Take(8);
        var owner = Long();
        Take(4);
        var children = Int();
        Take(8);
        return new(created, version, owner, children);
    }

    private static ZooKeeperException Truncated() =>
        new(ZooKeeperError.Marshalling, "an answer of ZooKeeper is shorter than it says");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            throw Truncated();
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
