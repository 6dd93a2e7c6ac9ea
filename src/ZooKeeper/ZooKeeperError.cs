namespace Kernel.ZooKeeper;

/// <summary>Why a request failed, by the numbers of the wire (ZooKeeper: KeeperException.Code).</summary>
public enum ZooKeeperError
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>An operation of a transaction was not tried, because another one failed.</summary>
    NotTried = -2,

    /// <summary>The connection broke before the answer: nobody can tell whether a change was made.</summary>
    ConnectionLoss = -4,

    /// <summary>An answer could not be read.</summary>
    Marshalling = -5,

    /// <summary>The server does not know the request.</summary>
    Unimplemented = -6,

    /// <summary>An argument was wrong.</summary>
    BadArguments = -8,

    /// <summary>There is no such node.</summary>
    NoNode = -101,

    /// <summary>The credentials do not suffice.</summary>
    NoAuth = -102,

    /// <summary>The node has another version.</summary>
    BadVersion = -103,

    /// <summary>An ephemeral node has no children.</summary>
    NoChildrenForEphemerals = -108,

    /// <summary>The node exists already.</summary>
    NodeExists = -110,

    /// <summary>The node has children.</summary>
    NotEmpty = -111,

    /// <summary>The session is over, and with it all that was ephemeral.</summary>
    SessionExpired = -112,

    /// <summary>The credentials were refused.</summary>
    AuthFailed = -115,

    /// <summary>The session has gone on at another server.</summary>
    SessionMoved = -118,
}
