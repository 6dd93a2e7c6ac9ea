using System.CommandLine;
using System.Net.Sockets;
using Kernel.Agent.Server;
using Kernel.Executor.Server;
using Kernel.Master.Server;
using Kernel.Protocol.HostLink;
using Kernel.Store;
using Kernel.ZooKeeper;

namespace Kernel.Cli;

/// <summary>Something the user can mend: told in one line, without a stack trace.</summary>
internal sealed class Refusal(string message) : Exception(message)
{
    /// <summary>The line to print for a command line that is wrong; of a flag that nobody knows as Mesos has it (stout: flags/flags.hpp).</summary>
    public static string MessageOf(ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(static token => token.StartsWith("--", StringComparison.Ordinal)) is { } flag
            ? $"Failed to load unknown flag '{flag.TrimStart('-').Split('=')[0]}'"
            : parsed.Errors[0].Message;

    /// <summary>The line to print for a failure; null if it is none of the user's making, and the trace is wanted.</summary>
    public static string? MessageOf(Exception failure) => failure switch
    {
        Refusal or FormatException or StoreException or FencedException => failure.Message,
        ZooKeeperException => failure.Message,
        MasterAbortedException or AgentRecoveryException or HostLinkException or HostStartException => failure.Message,
        AggregateException { InnerException: { } inner } => MessageOf(inner),
        IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException } => failure.Message,
        IOException or UnauthorizedAccessException or SocketException => failure.Message,
        HttpRequestException => $"no answer: {failure.Message}",
        _ => null,
    };
}
