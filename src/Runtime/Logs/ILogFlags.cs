namespace Kernel.Runtime.Logs;

/// <summary>The flags that say where a component logs (mesos.md, Appendix A).</summary>
public interface ILogFlags
{
    /// <summary>The directory of its log files; none are written without one.</summary>
    string? LogDir { get; }

    /// <summary>For how many seconds lines may wait before they are written to the file; 0 writes each at once.</summary>
    int Logbufsecs { get; }

    /// <summary>The least that is logged: INFO, WARNING or ERROR.</summary>
    string LoggingLevel { get; }

    /// <summary>Whether nothing is logged to standard error.</summary>
    bool Quiet { get; }
}
