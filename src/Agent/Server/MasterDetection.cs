using Kernel.Agent.Core;
using Kernel.Protocol.AgentLink;
using Kernel.ZooKeeper.Masters;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>Tells the agent's loop who leads, if <c>--master</c> says that ZooKeeper knows.</summary>
internal static partial class MasterDetection
{
    /// <summary>Watches until the agent ends; does nothing if the masters are named.</summary>
    public static Task RunAsync(AgentParts parts, AgentPump pump)
    {
        if (MasterAddresses.ZooKeeperOf(parts.Options.Master) is not { } address)
        {
            return Task.CompletedTask;
        }

        var detector = new MasterDetector(address, parts.Options.ZkSessionTimeout, parts.Time);
        return detector.RunAsync(
            master => pump.PostAsync(new MasterDetected(PidOf(master)), parts.Stopped),
            trouble => Unreachable(parts.Logger, trouble),
            parts.Stopped);
    }

    private static string? PidOf(DetectedMaster? master) =>
        master is null ? null : new Upid("master", master.Ip, master.Port).ToString();

    [LoggerMessage(20, LogLevel.Warning, "The leading master cannot be looked for: {Trouble}")]
    private static partial void Unreachable(ILogger log, string trouble);
}
