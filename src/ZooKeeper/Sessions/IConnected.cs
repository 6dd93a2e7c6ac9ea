namespace Kernel.ZooKeeper.Sessions;

/// <summary>What a connection tells its session.</summary>
internal interface IConnected
{
    /// <summary>For how long nothing has been heard.</summary>
    TimeSpan Silence { get; }

    /// <summary>The server has said something.</summary>
    /// <param name="transaction">The last transaction that it knows of; not positive if it does not say.</param>
    void Heard(long transaction);

    /// <summary>A node has changed.</summary>
    void Changed(string path);

    /// <summary>Ends when a node may have changed.</summary>
    Task Watch(string path);
}
