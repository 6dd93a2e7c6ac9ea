namespace Kernel.ZooKeeper;

/// <summary>One change of a transaction, or a condition for all of them.</summary>
public abstract record NodeOperation(string Path)
{
    /// <summary>The version that any node has.</summary>
    public const int AnyVersion = -1;

    /// <summary>Makes a node.</summary>
    /// <param name="Path">Where.</param>
    /// <param name="Data">What is in it; less than 1 MB.</param>
    /// <param name="Kind">How long it stays, and whether its name is completed by a number.</param>
    public sealed record Create(string Path, byte[] Data, NodeKind Kind = NodeKind.Persistent) : NodeOperation(Path);

    /// <summary>Replaces a node's data.</summary>
    public sealed record Set(string Path, byte[] Data, int Version = AnyVersion) : NodeOperation(Path);

    /// <summary>Deletes a node without children.</summary>
    public sealed record Delete(string Path, int Version = AnyVersion) : NodeOperation(Path);

    /// <summary>Demands that a node exists and has a version.</summary>
    public sealed record Check(string Path, int Version = AnyVersion) : NodeOperation(Path);
}

/// <summary>How long a node stays, by the flags of the wire.</summary>
public enum NodeKind
{
    /// <summary>Until it is deleted.</summary>
    Persistent = 0,

    /// <summary>As long as the session that made it.</summary>
    Ephemeral = 1,

    /// <summary>Until it is deleted; its name ends in a number that grows with every child of its parent.</summary>
    PersistentSequential = 2,

    /// <summary>As long as the session that made it; its name ends in a number that grows.</summary>
    EphemeralSequential = 3,
}
