namespace Kernel.ZooKeeper.Wire;

/// <summary>The bodies of requests.</summary>
internal static class Requests
{
    private const int PermissionRead = 1;
    private const int PermissionAll = 31;

    /// <summary>The number of a request for credentials, which is answered beside the others.</summary>
    public const int AuthXid = -4;

    /// <summary>The number of a ping.</summary>
    public const int PingXid = -2;

    /// <summary>The number under which changes are told.</summary>
    public const int EventXid = -1;

    /// <summary>The first record of a connection: it begins a session, or goes on with one.</summary>
    public static ReadOnlyMemory<byte> Connect(long lastSeen, TimeSpan timeout, SessionId session) => new JuteWriter()
        .Int(0)
        .Long(lastSeen)
        .Int((int)timeout.TotalMilliseconds)
        .Long(session.Id)
        .Bytes(session.Password)
        .Bool(false)
        .Written;

    /// <summary>Credentials of the scheme <c>digest</c>.</summary>
    public static ReadOnlyMemory<byte> Auth(string credentials) =>
        new JuteWriter().Int(0).Text("digest").Text(credentials).Written;

    /// <summary>A path, and whether its change is to be told.</summary>
    public static ReadOnlyMemory<byte> Read(string path, bool watch) => new JuteWriter().Text(path).Bool(watch).Written;

    /// <summary>One change on its own.</summary>
    /// <param name="operation">The change.</param>
    /// <param name="isOwned">Whether only the session's credentials may change what is made; all may read it.</param>
    public static ReadOnlyMemory<byte> Change(NodeOperation operation, bool isOwned)
    {
        var writer = new JuteWriter();
        Write(writer, operation, isOwned);
        return writer.Written;
    }

    /// <summary>Several changes as one.</summary>
    public static ReadOnlyMemory<byte> Multi(IEnumerable<NodeOperation> operations, bool isOwned)
    {
        var writer = new JuteWriter();
        foreach (var operation in operations)
        {
            writer.Int((int)OpcodeOf(operation)).Bool(false).Int(-1);
            Write(writer, operation, isOwned);
        }

        return writer.Int(-1).Bool(true).Int(-1).Written;
    }

    /// <summary>The kind of a change.</summary>
    public static Opcode OpcodeOf(NodeOperation operation) => operation switch
    {
        NodeOperation.Create => Opcode.Create,
        NodeOperation.Set => Opcode.SetData,
        NodeOperation.Delete => Opcode.Delete,
        NodeOperation.Check => Opcode.Check,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private static void Write(JuteWriter writer, NodeOperation operation, bool isOwned)
    {
        writer.Text(operation.Path);
        switch (operation)
        {
            case NodeOperation.Create create:
                writer.Bytes(create.Data);
                WriteAccess(writer, isOwned);
                writer.Int((int)create.Kind);
                break;
            case NodeOperation.Set set:
                writer.Bytes(set.Data).Int(set.Version);
                break;
            case NodeOperation.Delete delete:
                writer.Int(delete.Version);
                break;
            case NodeOperation.Check check:
                writer.Int(check.Version);
                break;
        }
    }

    /// <summary>Who may do what with a node that is made (Mesos: EVERYONE_READ_CREATOR_ALL).</summary>
    private static void WriteAccess(JuteWriter writer, bool isOwned)
    {
        if (isOwned)
        {
            writer.Int(2).Int(PermissionRead).Text("world").Text("anyone").Int(PermissionAll).Text("auth").Text("");
        }
        else
        {
            writer.Int(1).Int(PermissionAll).Text("world").Text("anyone");
        }
    }
}

/// <summary>What a session is known by.</summary>
/// <param name="Id">Its number; 0: none yet.</param>
/// <param name="Password">What proves that it is ours.</param>
internal readonly record struct SessionId(long Id, byte[] Password)
{
    /// <summary>A session that is to begin.</summary>
    public static SessionId None { get; } = new(0, new byte[16]);
}
