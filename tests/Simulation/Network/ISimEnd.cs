namespace Kernel.Tests.Simulation.Network;

/// <summary>One end of a connection, as the process behind it sees it.</summary>
public interface ISimEnd
{
    /// <summary>The connection stands; only the client's end is told.</summary>
    void Opened(SimConnection connection)
    {
    }

    /// <summary>Something has come.</summary>
    void Received(SimConnection connection, object payload);

    /// <summary>The connection has ended, or could not be opened.</summary>
    void Closed(SimConnection connection);
}
