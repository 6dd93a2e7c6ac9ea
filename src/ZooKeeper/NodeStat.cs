namespace Kernel.ZooKeeper;

/// <summary>What is known of a node besides its data.</summary>
/// <param name="Created">The transaction that made it (<c>czxid</c>): of two nodes the younger has the higher.</param>
/// <param name="Version">How often its data has been set.</param>
/// <param name="Owner">The session it ends with; 0 if it does not end by itself.</param>
/// <param name="ChildCount">How many children it has.</param>
public sealed record NodeStat(long Created, int Version, long Owner, int ChildCount);

/// <summary>A node as it was read.</summary>
/// <param name="Data">Its data.</param>
/// <param name="Stat">What else is known of it.</param>
public sealed record Node(byte[] Data, NodeStat Stat);

/// <summary>Something that was read, and that may change.</summary>
/// <param name="Value">What was read.</param>
/// <param name="Changed">
/// Ends when it may have changed: it has, or the connection broke, or the session is over. Then it is read anew.
/// </param>
public sealed record Watched<T>(T Value, Task Changed);
