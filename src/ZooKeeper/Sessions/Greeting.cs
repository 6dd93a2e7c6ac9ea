using Kernel.ZooKeeper.Wire;

namespace Kernel.ZooKeeper.Sessions;

/// <summary>How a server takes a session.</summary>
/// <param name="Timeout">For how long the session outlives a silence; zero if it is over.</param>
/// <param name="Session">What it is known by from now on.</param>
internal sealed record Greeting(TimeSpan Timeout, SessionId Session)
{
    /// <summary>Whether the session is over.</summary>
    public bool IsExpired => Timeout <= TimeSpan.Zero;

    /// <summary>Reads it.</summary>
    /// <exception cref="ZooKeeperException">It is none.</exception>
    public static Greeting Of(byte[] frame)
    {
        var reader = new JuteReader(frame);
        reader.Int();
        return new(TimeSpan.FromMilliseconds(reader.Int()), new(reader.Long(), reader.Bytes()));
    }
}
