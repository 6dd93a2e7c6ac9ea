namespace Kernel.Agent.Core;

/// <summary>The parts of an address on the link, <c>id@ip:port</c>.</summary>
public static class Pids
{
    /// <summary>The part behind the at sign.</summary>
    public static string Address(string pid) => pid[(pid.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
