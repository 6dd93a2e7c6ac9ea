namespace Kernel.ZooKeeper.Wire;

/// <summary>The requests there are, by the numbers of the wire (ZooKeeper: ZooDefs.OpCode).</summary>
internal enum Opcode
{
    /// <summary>Make a node.</summary>
    Create = 1,

    /// <summary>Delete a node.</summary>
    Delete = 2,

    /// <summary>Ask for what is known of a node.</summary>
    Exists = 3,

    /// <summary>Read a node.</summary>
    GetData = 4,

    /// <summary>Replace a node's data.</summary>
    SetData = 5,

    /// <summary>List a node's children.</summary>
    GetChildren = 8,

    /// <summary>Say that the session lives.</summary>
    Ping = 11,

    /// <summary>Demand a version; only in a transaction.</summary>
    Check = 13,

    /// <summary>A transaction.</summary>
    Multi = 14,

    /// <summary>Show credentials.</summary>
    Auth = 100,

    /// <summary>End the session.</summary>
    CloseSession = -11,

    /// <summary>In the answer to a transaction: an operation that was not done.</summary>
    Error = -1,
}
