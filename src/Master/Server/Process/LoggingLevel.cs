namespace Kernel.Master.Server.Process;

/// <summary>How much is logged: 0 is normal, more is more, for a while (libprocess: logging.cpp).</summary>
internal sealed class LoggingLevel(TimeProvider time)
{
    private readonly Lock gate = new();
    private uint raised;
    private DateTimeOffset until;

    /// <summary>The level now.</summary>
    public uint Level
    {
        get
        {
            lock (gate)
            {
                return time.GetUtcNow() < until ? raised : 0;
            }
        }
    }

    /// <summary>Raises the level for a while.</summary>
    public void Raise(uint level, TimeSpan duration)
    {
        lock (gate)
        {
            (raised, until) = (level, time.GetUtcNow() + duration);
        }
    }
}
